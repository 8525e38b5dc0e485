"""Seal minutes, sign them, do what they say: the text is frozen first, things change with the last signature."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from core import audit, db, files, offices
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean
from plugins.assets.custody import queries
from plugins.assets.custody.commands.drafting import draft_to_write
from plugins.assets.custody.contents import content_of, signed_pdf
from plugins.assets.custody.domain.engine import Party, Transition, after, together
from plugins.assets.custody.domain.strokes import read_strokes
from plugins.assets.custody.queries import CUSTODY, SUBJECT
from plugins.assets.custody.rules import rule_of, transition
from plugins.assets.custody.schemas import ItemView, MinutesView, Signing
from plugins.assets.custody.words import FACTS, FAULTS
from plugins.assets.inventory.amending import Amendment, amend


async def seal(number: int, act: Act) -> MinutesView:
    """Freeze a draft: it gets its number, and nothing changes its text any more. Without signatures it counts at once.

    Raises Refused with everything that is missing or does not fit; Missing, Forbidden, Conflict.
    """
    async with db.transaction():
        found = await draft_to_write(number, act)
        rule = await transition(found.transition)
        items = await _locked_items(number)
        found = await _with_other(found, rule, items)
        _refuse_incomplete(found, rule, items)
        numbered = await _next_number(found, rule, act)
        content = await content_of(msgspec.structs.replace(found, number=numbered), rule, items, act.at)
        text = msgspec.json.encode(content, order="sorted")
        await db.execute(
            "UPDATE assets.assets_minutes SET state = 'waiting', number = $2, content = $3, digest = $4,"
            " sealed_at = $5, other_id = $6, other_name = $7, rule = $8 WHERE id = $1",
            number,
            numbered,
            text.decode(),
            hashlib.sha256(text).hexdigest(),
            act.at,
            found.other_id,
            found.other_name,
            msgspec.json.encode(rule).decode(),
        )
        await _log(act, "assets.minutes_sealed", found, {"number": numbered, "things": [item.code for item in items]})
        if not rule.signs:
            await _do(number, rule, act)
        return await queries.minutes(number)


async def _locked_items(number: int) -> list[ItemView]:
    """Return the things of minutes, locked, so that of two who do something with one thing the second one sees it."""
    await db.rows(
        "SELECT a.id FROM assets.assets_asset a JOIN assets.assets_minutes_item i ON i.asset = a.id"
        " WHERE i.minutes = $1 ORDER BY a.id FOR UPDATE OF a",
        number,
    )
    return await queries.items(number)


async def _with_other(found: MinutesView, rule: Transition, items: Sequence[ItemView]) -> MinutesView:
    """Whoever gives back is the one that the register names."""
    if rule.other != "giver" or not items or found.other_id is not None:
        return found
    return msgspec.structs.replace(found, other_id=items[0].holder_id, other_name=items[0].holder_name)


def _refuse_incomplete(found: MinutesView, rule: Transition, items: Sequence[ItemView]) -> None:
    problems = []
    if not items:
        problems.append(Problem(_("Chưa có thiết bị nào trong biên bản. Hãy quét nhãn."), "code", "missing"))
    held = {"other": found.other_id, "to_unit": found.to_unit_id}
    fields = {"other": "other_id", "to_unit": "to_unit_id"}
    for ask in rule.required:
        value = held.get(ask) if ask in held else getattr(found, ask)
        if value in {None, ""}:
            name = str(FACTS[ask])
            problems.append(Problem(_("%(field)s: chưa điền.", field=name), fields.get(ask, ask), "missing"))
    if found.to_unit_id == found.unit_id:
        problems.append(Problem(_("Đơn vị nhận phải khác đơn vị giao."), "to_unit_id", "same"))
    things = [queries.thing_of(item) for item in items]
    for item, reasons in zip(items, together(rule, things, found.unit_id), strict=True):
        if reasons:
            why = ", ".join(str(FAULTS[reason]) for reason in reasons)
            text = _("%(name)s (%(code)s): %(why)s.", name=item.name, code=item.code, why=why)
            problems.append(Problem(text, "code", reasons[0]))
    Refused.if_any(problems)


async def _next_number(found: MinutesView, rule: Transition, act: Act) -> str:
    """Return the next number of the unit's minutes in the year; its row is held until the transaction ends."""
    year = act.at.astimezone(VIETNAM).year
    last = await db.value(
        "INSERT INTO assets.assets_minutes_counter AS c (unit_id, year, last) VALUES ($1, $2, 1)"
        " ON CONFLICT (unit_id, year) DO UPDATE SET last = c.last + 1 RETURNING last",
        found.unit_id,
        year,
    )
    return f"{last:02d}/{year}/{rule.mark}"


async def sign(number: int, signing: Signing, act: Act) -> MinutesView:
    """Put a drawn signature under minutes; with the last one, what they say is done.

    The other party signs on a log-in of their own, or in person on the officer's, who is kept as the witness. Raises
    Refused, Missing, Forbidden, Conflict.
    """
    strokes = read_strokes(signing.strokes)
    if strokes is None:
        raise Refused(Problem(_("Chưa có chữ ký. Hãy ký vào khung."), "strokes", "missing"))
    async with db.transaction():
        found, rule = await _to_sign(number, act)
        own, name = _signer(found, rule, signing.party, act)
        await _put(found, signing.party, "screen", name, None if own else act.who.display_name, act, strokes=strokes)
        await _done_if_complete(number, rule, act)
        return await queries.minutes(number)


async def sign_on_paper(number: int, name: str, content: bytes, act: Act) -> MinutesView:
    """Keep the scan of the signed paper: it stands for all signatures. Raises as `sign`, and Refused for the file."""
    async with db.transaction():
        found, rule = await _to_sign(number, act)
        if not act.who.may(CUSTODY, found.unit_id):
            raise Forbidden(_("Bạn không được bàn giao thiết bị của đơn vị này."))
        scan = await files.store(name, content, files.Subject(SUBJECT, number, found.unit_id), act)
        there = {signature.party for signature in await queries.signatures(number)}
        for party in rule.signs:
            if party not in there:
                signer = _signer(found, rule, party, act)[1]
                await _put(found, party, "paper", signer, act.who.display_name, act, scan=scan.id)
        await _done_if_complete(number, rule, act)
        return await queries.minutes(number)


async def _to_sign(number: int, act: Act) -> tuple[MinutesView, Transition]:
    found = await queries.minutes(number, lock=True)
    if not queries.may_see(found, act.who):
        raise Missing(_("Không có biên bản này."))
    if found.state != "waiting":
        raise Conflict(Problem(_("Biên bản này không còn chờ ký."), "state", "not_waiting"))
    return found, await rule_of(found)


def _signer(found: MinutesView, rule: Transition, party: Party, act: Act) -> tuple[bool, str]:
    """Return whether the party signs on a log-in of their own, and their name. Raises Refused, Forbidden."""
    if party not in rule.signs:
        raise Refused(Problem(_("Biên bản này không cần bên đó ký."), "party", "unknown"))
    is_other = party == rule.other
    name = (found.other_name if is_other else found.officer_name) or ""
    own = act.who.person_id is not None and act.who.person_id == (found.other_id if is_other else found.officer_id)
    if not own and not act.who.may(CUSTODY, found.unit_id):
        raise Forbidden(_("Chỉ người có tên trong biên bản hoặc cán bộ bàn giao được ký ở đây."))
    return own, name


async def _put(
    found: MinutesView,
    party: Party,
    way: str,
    name: str,
    witness: str | None,
    act: Act,
    *,
    strokes: Any = None,
    scan: int | None = None,
) -> None:
    fresh = await db.value(
        "INSERT INTO assets.assets_minutes_signature (minutes, party, way, person_id, name, witness, at, strokes, scan)"
        " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING 1",
        found.id,
        party,
        way,
        None if witness else act.who.person_id,
        name,
        witness,
        act.at,
        msgspec.json.encode(strokes).decode() if strokes else None,
        scan,
    )
    if not fresh:
        raise Conflict(Problem(_("Bên này đã ký rồi."), "party", "signed"))
    await _log(act, "assets.minutes_signed", found, {"party": party, "way": way, "digest": found.digest})


async def _done_if_complete(number: int, rule: Transition, act: Act) -> None:
    if {signature.party for signature in await queries.signatures(number)} >= set(rule.signs):
        await _do(number, rule, act)


async def _do(number: int, rule: Transition, act: Act) -> None:
    """Change the things as the minutes say, keep the signed paper. Raises Conflict when that is not possible now."""
    found = await queries.minutes(number, lock=True)
    items = await _locked_items(number)
    still_lent = [await _apply(found, rule, item, act) for item in items]
    ended = [item.asset_id for item, lent in zip(items, still_lent, strict=True) if item.lent and not lent]
    if ended:  # returned, back from repair, found again: whatever leaves the borrower ends the loan
        await db.execute(
            "UPDATE assets.assets_minutes_item i SET returned_at = $2 FROM assets.assets_minutes x"
            " WHERE x.id = i.minutes AND x.transition = 'lend' AND x.state = 'signed' AND i.returned_at IS NULL"
            " AND i.asset = ANY($1)",
            ended,
            act.at,
        )
    pdf = await signed_pdf(found, await queries.signatures(number), act.at)
    name = f"{(found.number or '').replace('/', '-')}.pdf"
    paper = await files.store(name, pdf, files.Subject(SUBJECT, number, found.unit_id), act)
    await db.execute(
        "UPDATE assets.assets_minutes SET state = 'signed', done_at = $2, paper = $3 WHERE id = $1",
        number,
        act.at,
        paper.id,
    )
    await _log(act, "assets.minutes_done", found, {"digest": found.digest, "paper": paper.sha256})


async def _apply(found: MinutesView, rule: Transition, item: ItemView, act: Act) -> bool:
    """Change a thing; return whether it is out on loan afterwards. Raises Conflict when it changed meanwhile."""
    try:
        new = after(rule, queries.thing_of(item), found.other_id, found.to_unit_id)
    except ValueError:
        text = _("%(name)s (%(code)s) đã thay đổi từ khi lập biên bản.", name=item.name, code=item.code)
        raise Conflict(Problem(text, "code", "changed")) from None
    facts: dict[str, Any] = {"status": new.status, "holder_id": new.holder_id}
    if new.unit_id != item.unit_id:
        facts["unit_id"] = new.unit_id
    if found.place is not None:
        facts["place"] = found.place
    await amend(item.code, Amendment(**facts), act, rule.key, checked=False)
    return new.lent


async def decline(number: int, reason: str, act: Act) -> None:
    """Refuse minutes as the other party, or for them; things stay as they are. Raises Refused, Forbidden, Conflict."""
    why = clean(reason)
    if not why:
        raise Refused(Problem(_("Hãy ghi lý do từ chối."), "reason", "missing"))
    async with db.transaction():
        found, rule = await _to_sign(number, act)
        _signer(found, rule, rule.other or "giver", act)
        await db.execute(
            "UPDATE assets.assets_minutes SET state = 'declined', declined = $2 WHERE id = $1", number, why
        )
        await _log(act, "assets.minutes_declined", found, {"reason": why})


async def _log(act: Act, action: str, found: MinutesView, after_: dict[str, Any]) -> None:
    await audit.record(act, action, subject=SUBJECT, subject_id=found.id, unit_id=found.unit_id, after=after_)


async def make_kit(unit_id: int, name: str, codes: Sequence[str], act: Act) -> int:
    """Make or change a kit of things of a unit; return its id. Raises Refused, Forbidden."""
    if not act.who.may(CUSTODY, unit_id):
        raise Forbidden(_("Bạn không được bàn giao thiết bị của đơn vị này."))
    await offices.unit(unit_id)
    async with db.transaction():
        rows = await db.rows(
            "SELECT id, code FROM assets.assets_asset WHERE code = ANY($1) AND unit_id = $2 ORDER BY id",
            list(codes),
            unit_id,
        )
        missing = set(codes) - {row["code"] for row in rows}
        if missing or not codes:
            text = _("Không có trong sổ của đơn vị: %(codes)s.", codes=", ".join(sorted(missing)) or "–")
            raise Refused(Problem(text, "codes", "missing"))
        kit: int = await db.value(
            "INSERT INTO assets.assets_kit AS k (unit_id, name) VALUES ($1, $2)"
            " ON CONFLICT (unit_id, name) DO UPDATE SET name = k.name RETURNING id",
            unit_id,
            clean(name),
        )
        await db.execute("DELETE FROM assets.assets_kit_item WHERE kit = $1", kit)
        await db.execute(
            "INSERT INTO assets.assets_kit_item (kit, asset) SELECT $1, unnest($2::bigint[])"
            " ON CONFLICT (asset) DO UPDATE SET kit = excluded.kit",
            kit,
            [row["id"] for row in rows],
        )
    return kit

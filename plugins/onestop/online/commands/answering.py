"""The desk's answers to a filing: take it in as a dossier, ask for everything that is missing, or refuse."""

from collections.abc import Sequence
from typing import Any

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.idempotency import once
from core.offices import office_day
from core.text.formats import format_datetime
from core.text.i18n import gettext as _
from plugins.onestop.access import RECEIVE, scope
from plugins.onestop.commands.receiving import receive
from plugins.onestop.online.commands.writing import NOTE, SUBJECT
from plugins.onestop.online.domain.filings import FilingAction, Sent, step
from plugins.onestop.online.domain.forms import FormDefinition, in_words
from plugins.onestop.online.mails import mail_accepted, mail_refused, mail_supplement
from plugins.onestop.online.queries import filings
from plugins.onestop.online.queries.filings import FilingRow
from plugins.onestop.online.schemas import Accept, Answered, Ask, Refusal
from plugins.onestop.queries import procedures
from plugins.onestop.returns.commands import open_parcel
from plugins.onestop.returns.schemas import NewParcel
from plugins.onestop.schemas import HandedIn, NewDossier

# Forms and programs may not say "online": only a filing from home makes such a dossier.
_ONLINE: Any = "online"

_ANSWER = """
UPDATE onestop.onestop_filing
SET state = $2, revision = revision + 1, answered_at = $3, answered_by_name = $4, remark = $5, changed_at = $3,
    dossier_id = $6, dossier_code = $7
WHERE id = $1
"""
_REMARKS = """
INSERT INTO onestop.onestop_filing_remark (filing, round, subject, text)
SELECT $1, $2, s.subject, s.text FROM unnest($3::text[], $4::text[]) AS s (subject, text)
"""


async def accept(number: str, data: Accept, act: Act, key: str = "") -> Answered:
    """Take a filing in as a dossier of the channel "online"; what was typed at home is what the dossier says.

    Raises Missing for a filing of other units, Forbidden, Refused as `receive`, Conflict when somebody was faster.
    """
    return await once(key, act.who.username, [number, "accept", data], lambda: _accept(number, data, act), Answered)


async def ask(number: str, data: Ask, act: Act, key: str = "") -> Answered:
    """Ask for everything that has to be mended, at once. Raises as `accept`; Refused when nothing is asked for."""
    return await once(key, act.who.username, [number, "ask", data], lambda: _ask(number, data, act), Answered)


async def refuse(number: str, data: Refusal, act: Act, key: str = "") -> Answered:
    """Refuse a filing with the reason. Raises as `accept`."""
    return await once(key, act.who.username, [number, "refuse", data], lambda: _refuse(number, data, act), Answered)


async def _accept(number: str, data: Accept, act: Act) -> Answered:
    async with db.transaction():
        filing = await _mine(number, data.revision, "accept", act)
        dossier = await _dossier(filing, data, act)
        received = await receive(dossier, act)
        await _answer(filing, "accept", "", act, dossier=(received.id, received.code))
        if filing.result_way == "post":
            where = NewParcel(dossier.submitter_name or dossier.owner_name, filing.post_address, filing.phone)
            await open_parcel(received.id, filing.unit_id, where, act)
        await mail_accepted(filing, received.code, act)
    return Answered(number, "accepted", received.code)


async def _ask(number: str, data: Ask, act: Act) -> Answered:
    async with db.transaction():
        filing = await _mine(number, data.revision, "ask", act)
        known = {**titles(filing.form), **{paper.key: paper.title for paper in filing.form.papers}}
        mends = [(mend.subject, mend.text.strip()) for mend in data.mends if mend.text.strip()]
        unknown = [subject for subject, _text in mends if subject not in known]
        if unknown:
            raise Refused(Problem(_("Có câu hỏi không còn trong biểu mẫu. Hãy tải lại trang."), "mends", "unknown"))
        if not mends:
            sentence = _("Hãy ghi điều cần bổ sung vào ít nhất một câu trả lời hoặc giấy tờ.")
            raise Refused(Problem(sentence, "mends", "missing"))
        await db.execute(_REMARKS, filing.id, filing.round, [m[0] for m in mends], [m[1] for m in mends])
        reasons = [f"{known[subject]}: {text}" for subject, text in mends]
        remark = data.remark.strip()
        await _answer(filing, "ask", remark, act, note="; ".join(reasons))
        await mail_supplement(filing, [*reasons, *([remark] if remark else [])], act)
    return Answered(number, "needs_supplement")


async def _refuse(number: str, data: Refusal, act: Act) -> Answered:
    async with db.transaction():
        filing = await _mine(number, data.revision, "refuse", act)
        await _answer(filing, "refuse", data.remark, act)
        await mail_refused(filing, data.remark, act)
    return Answered(number, "refused")


async def _mine(number: str, revision: int, action: FilingAction, act: Act) -> FilingRow:
    """Return the filing, locked, for somebody who may answer it now."""
    filing = await filings.by_number(number, scope(act.who), lock=True)
    if filing is None:
        raise Missing
    if not act.who.may(RECEIVE, filing.unit_id):
        raise Forbidden(_("Chỉ bộ phận một cửa nhận hồ sơ này mới được trả lời."))
    if filing.revision != revision or step(filing.state, action) is None:
        raise Conflict(Problem(await _overtaken(filing), None, "overtaken"))
    return filing


async def _overtaken(filing: FilingRow) -> str:
    last = (await filings.notes(filing.id))[-1]
    who = last.person_name or _("Người nộp")
    at = format_datetime(last.at)
    return _("%(who)s vừa làm thay đổi hồ sơ này lúc %(at)s. Hãy xem lại rồi làm tiếp.", who=who, at=at)


async def _answer(
    filing: FilingRow,
    action: FilingAction,
    remark: str,
    act: Act,
    *,
    note: str = "",
    dossier: tuple[int, str] | None = None,
) -> None:
    taken = step(filing.state, action)
    if taken is None:
        raise Conflict(await _overtaken(filing))
    dossier_id, code = dossier or (None, "")
    who = act.who.display_name
    await db.execute(_ANSWER, filing.id, taken.target, act.at, who, remark, dossier_id, code)
    await db.execute(NOTE, filing.id, act.at, action, who, "; ".join(filter(None, [note, remark])))
    await audit.record(
        act,
        f"onestop.filing_{action}",
        subject=SUBJECT,
        subject_id=filing.id,
        unit_id=filing.unit_id,
        before={"number": filing.number, "state": filing.state, "round": filing.round},
        after={"state": taken.target, "dossier": code},
    )


async def _dossier(filing: FilingRow, data: Accept, act: Act) -> NewDossier:
    """Return the dossier that a filing becomes: the answers that the form maps, its files as papers."""
    version = (await filings.versions(filing.id))[0]
    words = in_words(filing.form, version.answers)
    parts = {part: words.get(name, "") for part, name in filing.form.dossier.items()}
    values: dict[str, Any] = {part: text for part, text in parts.items() if text}
    values.setdefault("owner_phone", filing.phone)
    return NewDossier(
        procedure=filing.procedure_code,
        channel=_ONLINE,
        limit=data.limit,
        fee=data.fee,
        unit_id=filing.unit_id,
        papers=await _papers(filing, version.files, act),
        **values,
    )


async def _papers(filing: FilingRow, sent: Sequence[Sent], act: Act) -> list[HandedIn]:
    """Return the lines of the matrix: the form itself, then each paper, ticked off where the procedure lists it."""
    sheet = await procedures.sheet(filing.procedure_code, office_day(act.at))
    listed = [paper.name for paper in sheet.facts.papers] if sheet else []
    counts = {paper.key: sum(file.paper == paper.key for file in sent) for paper in filing.form.papers}
    remark = _("tệp nộp từ xa")
    lines = [HandedIn(name=_("Tờ khai điện tử %(number)s", number=filing.number), originals=1)]
    for paper in filing.form.papers:
        if not counts[paper.key]:
            continue
        place = next((n for n, name in enumerate(listed, 1) if paper.catalogue and name.startswith(paper.catalogue)), 0)
        taken = {line.paper for line in lines}
        if place and place not in taken:
            lines.append(HandedIn(paper=place, photocopies=counts[paper.key], remark=remark))
        else:
            lines.append(HandedIn(name=paper.title, photocopies=counts[paper.key], remark=remark))
    return lines


def titles(form: FormDefinition) -> dict[str, str]:
    """Return question -> title."""
    return {name: str(rules.get("title", name)) for name, rules in form.properties.items()}

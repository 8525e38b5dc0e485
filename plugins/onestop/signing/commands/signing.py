"""Sign a result, and say later that the office no longer stands by it."""

from datetime import datetime
from typing import Final

import anyio.to_thread

from core import audit, db, files, offices
from core.acting import Act
from core.codes import SIGNED_PAPER, opaque_code, token_digest
from core.contracts.events import ResultSigned
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.events import publish
from core.files import PDF, Subject
from core.idempotency import once
from core.registry import current
from core.text.i18n import gettext as _
from plugins.onestop.access import SIGN, scope
from plugins.onestop.attachments import SUBJECT
from plugins.onestop.domain.ledger import did
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.signing import queries
from plugins.onestop.signing.commands.keys import key_file
from plugins.onestop.signing.domain.places import Place
from plugins.onestop.signing.drawing import draw_mark
from plugins.onestop.signing.keys import KeyFile
from plugins.onestop.signing.queries import Key, Signed
from plugins.onestop.signing.schemas import ToSign

# whoever did one of these appraised the dossier, and nobody signs what he appraised
APPRAISED: Final = frozenset({"submit", "settle"})
_INSERT = """
INSERT INTO onestop.onestop_signature
  (id, dossier, key, source_id, attachment_id, token_digest, sha256, signer, signed_by, signed_by_name, signed_at,
   withdrawn_reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '')
"""
_LEDGER = """
INSERT INTO onestop.onestop_dossier_event
  (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason)
VALUES ($1, $2, 'sign', $3, '', '', $4, $5, '', $6)
"""
_WITHDRAW = """
UPDATE onestop.onestop_signature SET withdrawn_at = $2, withdrawn_reason = $3
WHERE id = $1 AND withdrawn_at IS NULL RETURNING id
"""


async def sign(code: str, asked: ToSign, act: Act, key: str = "") -> int:
    """Sign a PDF that is attached to a dossier; the signed copy becomes a file of its own. Returns the signature's id.

    key: idempotency key. Raises Missing, Forbidden for whoever may not sign or appraised it, Refused for a key that is
    not theirs and for a file that cannot be signed.
    """
    return await once(key, act.who.username, {"code": code, "sign": asked}, lambda: _sign(code, asked, act), int)


async def _sign(code: str, asked: ToSign, act: Act) -> int:
    sheet = await signable(code, act)
    chosen = next((k for k in await keys_for(sheet, act) if k.id == asked.key_id), None)
    if chosen is None:
        raise Refused(Problem(_("Hãy chọn khóa ký còn dùng được của bạn hoặc của cơ quan."), "key_id", "unknown"))
    source = await files.find(asked.file_id)
    if source is None or (source.subject_type, source.subject_id) != (SUBJECT, sheet.id):
        raise Refused(Problem(_("Hãy chọn một tệp của hồ sơ này."), "file_id", "unknown"))
    if source.media_type != PDF.media_type:
        raise Refused(Problem(_("Chỉ ký được tệp PDF."), "file_id", "kind"))
    _attachment, content = await files.read(source.id, act)
    number = int(await db.value("SELECT nextval('onestop.onestop_signature_id_seq')"))
    token = opaque_code(SIGNED_PAPER, _secret(), number, 1)
    made = await _signed(content, await key_file(chosen.id), chosen, sheet, token, asked.place, act.at)
    async with db.transaction():
        name = f"{source.name.rpartition('.')[0]}-daky.pdf"
        kept = await files.store(name, made, Subject(SUBJECT, sheet.id, sheet.unit_id), act, allowed=[PDF])
        who = act.who
        await db.execute(
            _INSERT,
            number,
            sheet.id,
            chosen.id,
            source.id,
            kept.id,
            token_digest(_secret(), token),
            kept.sha256,
            chosen.subject,
            who.person_id,
            who.display_name,
            act.at,
        )
        await _note(sheet, "result", chosen.subject, act)
        await _log(act, "sign_result", sheet, {"signature": number, "key": chosen.id, "sha256": kept.sha256})
        event = ResultSigned(
            dossier_id=sheet.id, code=sheet.code, unit_id=sheet.unit_id, sha256=kept.sha256, signed_at=act.at
        )
        await publish(event, act)
    return number


async def signable(code: str, act: Act) -> Sheet:
    """Return a dossier whose result the actor may sign. Raises Missing, Forbidden."""
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    if not any(act.who.may(SIGN, unit) for unit in sheet.unit_ids):
        raise Forbidden(_("Bạn không được ký kết quả của hồ sơ này."))
    if did(await dossiers.ledger(sheet.id), act.who.person_id) & APPRAISED:
        raise Forbidden(_("Người thụ lý không được tự ký kết quả hồ sơ của mình."))
    return sheet


async def keys_for(sheet: Sheet, act: Act) -> list[Key]:
    """Return the keys with which the actor may sign a dossier's result now: of its desk and of every office above."""
    path = (await offices.tree()).path(sheet.unit_id)
    return await queries.usable_keys([unit.id for unit in path], act.who.person_id, act.at)


async def withdraw(code: str, signature_id: int, reason: str, act: Act) -> None:
    """Say that the office no longer stands by a signed paper: its verification page says so from now on.

    Raises Missing, Forbidden, Conflict when it was said before.
    """
    sheet = await signable(code, act)
    async with db.transaction():
        found = await queries.signed(signature_id)
        if found is None or found.dossier_id != sheet.id:
            raise Missing
        if await db.value(_WITHDRAW, signature_id, act.at, reason) is None:
            raise Conflict(_("Kết quả này đã được thu hồi."))
        await _note(sheet, "withdrawn", reason, act)
        await _log(act, "withdraw_result", sheet, {"signature": signature_id, "sha256": found.sha256})


async def by_code(code: str) -> Signed | None:
    """Return the signed paper on which these digits stand; None for digits that stand on none."""
    try:
        return await queries.by_digest(token_digest(_secret(), code))
    except ValueError:
        return None


async def _signed(
    content: bytes, file: KeyFile, chosen: Key, sheet: Sheet, token: str, place: Place, at: datetime
) -> bytes:
    """Return the signed file, made in a thread. Raises Refused when it cannot be signed."""
    # pyHanko takes a third of a second to import: the first signature waits for it, not each start
    from plugins.onestop.signing.pades import CannotSign, Mark, sign_pdf

    signer, _comma, organisation = chosen.subject.partition(", ")

    def work() -> bytes:
        drawing = draw_mark(signer, organisation or sheet.unit_name, token, current().settings.base_url, at)
        return sign_pdf(content, file, Mark(drawing, place, f"Kết quả hồ sơ {sheet.code}", sheet.unit_name), at)

    try:
        return await anyio.to_thread.run_sync(work)
    except CannotSign as error:
        message = _("Không ký được tệp này: tệp bị khóa, bị hỏng hoặc không cho phép thêm chữ ký.")
        raise Refused(Problem(message, "file_id", "cannot_sign")) from error


def _secret() -> bytes:
    return current().settings.secret_key.encode()


async def _note(sheet: Sheet, action: str, reason: str, act: Act) -> None:
    await db.execute(_LEDGER, sheet.id, act.at, action, act.who.person_id, act.who.display_name, reason)


async def _log(act: Act, what: str, sheet: Sheet, after: dict[str, object]) -> None:
    await audit.record(
        act, f"onestop.{what}", subject="onestop.dossier", subject_id=sheet.id, unit_id=sheet.unit_id, after=after
    )

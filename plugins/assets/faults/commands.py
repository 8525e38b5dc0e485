"""Write reports of faults: anybody reports, an officer of the unit closes."""

import hashlib
import hmac
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from ipaddress import ip_address, ip_network

from core import audit, db, files
from core.acting import Act, Principal
from core.contracts.attachments import AttachmentOwner
from core.errors import Conflict, Forbidden, Missing, Problem, Refused, TooMany
from core.idempotency import once
from core.registry import current
from core.text.i18n import gettext as _
from core.text.viet import clean, clean_lines
from plugins.assets.faults.queries import READ, fault_to_change, labelled
from plugins.assets.faults.schemas import Closing, Fault, NewFault, Reported
from plugins.assets.faults.telling import tell
from plugins.assets.inventory.amending import Amendment, amend

EDIT = "assets.edit"
SUBJECT = "assets.fault"
MOST_PHOTOS = 3
# a commune's office reports from one address; a thing that is reported again and again has been heard
AN_HOUR_BY_ADDRESS = 20
AN_HOUR_BY_ALL = 300
OPEN_BY_THING = 10
_HOUR = timedelta(hours=1)

_INSERT = """
INSERT INTO assets.assets_fault (asset, at, kind, words, contact, photos, reporter_id, reporter_name, address_key)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
"""
_CLOSE = """
UPDATE assets.assets_fault SET closed_at = $2, closed_by_id = $3, closed_by_name = $4, answer = $5, contact = NULL,
    address_key = NULL, version = version + 1
WHERE id = $1
"""
_REOPEN = """
UPDATE assets.assets_fault SET closed_at = NULL, closed_by_id = NULL, closed_by_name = NULL, answer = NULL,
    version = version + 1
WHERE id = $1
"""


class FaultPhotos(AttachmentOwner):
    """Answers for the photos of reports: whoever may see the thing may see what was photographed of it."""

    subject_type = SUBJECT

    async def may_read(self, subject_id: int, principal: Principal) -> bool:
        """Tell whether the principal may see the thing that the report is about."""
        unit_id = await db.value(
            "SELECT a.unit_id FROM assets.assets_fault f JOIN assets.assets_asset a ON a.id = f.asset WHERE f.id = $1",
            subject_id,
        )
        return unit_id is not None and principal.may(READ, unit_id)


async def report(code: str, data: NewFault, photos: Sequence[tuple[str, bytes]], act: Act, key: str = "") -> Reported:
    """Keep a report with its photos (name and content); the same key keeps it once.

    Raises Missing for a label of nothing; TooMany; Refused with problems of the fields words and photos.
    """
    if data.website:
        return Reported(0)
    if len(photos) > MOST_PHOTOS:
        raise Refused(Problem(_("Gửi nhiều nhất %(n)s ảnh.", n=MOST_PHOTOS), "photos", "many"))
    if data.kind == "other" and not data.words:
        raise Refused(Problem(_("Hãy viết vài chữ về thiết bị."), "words", "missing"))
    request = {"code": code, "data": data, "photos": [hashlib.sha256(content).hexdigest() for _name, content in photos]}
    # strangers share the empty name: the address keeps their keys apart
    who = act.who.username or f"anonymous {_address_key(act.address).hex()}"
    return await once(key, who, request, lambda: _report(code, data, photos, act), Reported)


async def _report(code: str, data: NewFault, photos: Sequence[tuple[str, bytes]], act: Act) -> Reported:
    async with db.transaction():
        thing = await labelled(code)
        address = _address_key(act.address)
        await _refuse_floods(thing.id, address, act)
        reporter = (act.who.person_id, act.who.display_name or None) if act.who.username else (None, None)
        values = (data.kind, clean_lines(data.words), clean(data.contact) or None, len(photos), *reporter)
        number = await db.value(_INSERT, thing.id, act.at, *values, address)
        for name, content in photos:
            try:
                subject = files.Subject(SUBJECT, number, thing.unit_id)
                await files.store(name, content, subject, act, allowed=files.IMAGES)
            except Refused as error:
                raise Refused(*(Problem(one.message, "photos", one.code) for one in error.problems)) from error
        await tell(number, thing, data, act)
        after = {"code": code, "kind": data.kind, "photos": len(photos)}
        await audit.record(
            act, "assets.fault.report", subject=SUBJECT, subject_id=number, unit_id=thing.unit_id, after=after
        )
    return Reported(number)


async def _refuse_floods(asset_id: int, address: bytes, act: Act) -> None:
    # two at once from one address count one after the other
    await db.execute("SELECT pg_advisory_xact_lock($1)", int.from_bytes(address[:7], "big"))
    count = "SELECT count(*) FROM assets.assets_fault WHERE "
    if await db.value(f"{count} address_key = $1 AND at > $2", address, act.at - _HOUR) >= AN_HOUR_BY_ADDRESS:
        raise TooMany(_("Từ đây đã gửi nhiều báo hỏng. Hãy thử lại sau một giờ hoặc gọi cán bộ phụ trách."), 3600)
    if await db.value(f"{count} at > $1 AND reporter_id IS NULL", act.at - _HOUR) >= AN_HOUR_BY_ALL:
        raise TooMany(_("Hệ thống đang nhận quá nhiều báo hỏng. Hãy thử lại sau một giờ."), 3600)
    if await db.value(f"{count} asset = $1 AND closed_at IS NULL", asset_id) >= OPEN_BY_THING:
        raise TooMany(_("Thiết bị này đã được báo hỏng nhiều lần và đang chờ xử lý."), 3600)


def _address_key(address: str) -> bytes:
    """Return a keyed digest of a network address: reports can be counted by it, and it cannot be read back.

    Of IPv6 only the network counts: one phone has as many addresses in it as it likes.
    """
    with suppress(ValueError):
        if (known := ip_address(address)).version == 6:
            address = str(ip_network((known, 64), strict=False))
    return hmac.digest(current().settings.secret_key.encode(), f"assets.fault\0{address}".encode(), "sha256")[:16]


async def close(fault_id: int, data: Closing, act: Act) -> Fault:
    """Close a report with what was done, and give the thing a new state if one is named; return the report.

    Raises Missing, Forbidden, Conflict when it changed meanwhile or is closed.
    """
    async with db.transaction():
        found = await _mine(fault_id, act)
        if found.version != data.version or found.closed_at is not None:
            raise Conflict(Problem(_("Báo hỏng này vừa được người khác xử lý. Hãy tải lại trang."), "version"))
        answer = clean_lines(data.answer)
        await db.execute(_CLOSE, fault_id, act.at, act.who.person_id, act.who.display_name, answer)
        if data.status:
            await amend(found.code, Amendment(status=data.status), act, "updated")
        await _log(act, "assets.fault.close", found, {"answer": answer, "status": data.status})
    return found


async def reopen(fault_id: int, act: Act) -> Fault:
    """Open a closed report again; an open one stays as it is. Raises Missing, Forbidden."""
    async with db.transaction():
        found = await _mine(fault_id, act)
        if found.closed_at is not None:
            await db.execute(_REOPEN, fault_id)
            await _log(act, "assets.fault.reopen", found, {})
    return found


async def _mine(fault_id: int, act: Act) -> Fault:
    found = await fault_to_change(fault_id)
    if found is None or not act.who.may(READ, found.unit_id):
        raise Missing(_("Không có báo hỏng này."))
    if not act.who.may(EDIT, found.unit_id):
        raise Forbidden(_("Bạn không được ghi sổ tài sản của đơn vị này."))
    return found


async def _log(act: Act, action: str, found: Fault, after: dict[str, object]) -> None:
    before = {"code": found.code, "closed": found.closed_at is not None}
    await audit.record(
        act, action, subject=SUBJECT, subject_id=found.id, unit_id=found.unit_id, before=before, after=after
    )

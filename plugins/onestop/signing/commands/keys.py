"""Take keys and trusted authorities in, and out of use."""

from collections.abc import Mapping
from typing import Final

import anyio.to_thread
import msgspec

from core import audit, db, offices
from core.acting import Act
from core.errors import Forbidden, Missing, Problem, Refused
from core.registry import current
from core.sealing import seal, unseal
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from plugins.onestop.signing import queries
from plugins.onestop.signing.access import KEYS
from plugins.onestop.signing.keys import Certificate, KeyFault, KeyFile, is_authority, load_certificate, open_key_file
from plugins.onestop.signing.schemas import NewKey, NewRoot

BIGGEST_FILE: Final = 64 * 1024
FAULTS: Final[Mapping[KeyFault, object]] = {
    "unreadable": lazy("Không mở được tệp khóa: mật khẩu sai, hoặc không phải tệp PKCS#12 (.p12, .pfx)."),
    "no_key": lazy("Tệp không có khóa bí mật kèm chứng thư."),
    "weak": lazy("Khóa quá yếu: cần RSA từ 2048 bit hoặc khóa đường cong elip."),
    "expired": lazy("Chứng thư trong tệp đã hết hạn."),
    "not_yet": lazy("Chứng thư trong tệp chưa có hiệu lực."),
    "no_signing": lazy("Chứng thư trong tệp không được phép dùng để ký."),
}
_INSERT = """
INSERT INTO onestop.onestop_signing_key
  (id, unit_id, person_id, person_name, title, subject, issuer, serial, not_before, not_after, certificate, sealed_key,
   created_at, created_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
_RETIRE = """
UPDATE onestop.onestop_signing_key SET retired_at = $2, sealed_key = '' WHERE id = $1 AND retired_at IS NULL
"""
_ROOT = """
INSERT INTO onestop.onestop_trust_root (title, subject, fingerprint, certificate, not_after, added_at, added_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (fingerprint) DO NOTHING RETURNING id
"""


async def add_key(new: NewKey, file: KeyFile, act: Act) -> int:
    """Take a key into use; return its id. The file and its password are kept sealed. Raises Refused, Forbidden."""
    if not act.who.may(KEYS, new.unit_id):
        raise Forbidden(_("Bạn không được quản lý khóa ký số của cơ quan này."))
    certificate = await anyio.to_thread.run_sync(open_key_file, file, act.at)
    if not isinstance(certificate, Certificate):
        raise Refused(Problem(str(FAULTS[certificate]), "file", certificate))
    person = (await offices.people([new.person_id])).get(new.person_id) if new.person_id else None
    if new.person_id and person is None:
        raise Refused(Problem(_("Không có người này."), "person_id", "unknown"))
    async with db.transaction():
        key_id = int(await db.value("SELECT nextval('onestop.onestop_signing_key_id_seq')"))
        sealed = seal(msgspec.json.encode(file), current().settings.secret_key, "signing key", f"key {key_id}")
        await db.execute(
            _INSERT,
            key_id,
            new.unit_id,
            new.person_id,
            person.full_name if person else "",
            new.title,
            certificate.subject,
            certificate.issuer,
            certificate.serial,
            certificate.not_before,
            certificate.not_after,
            certificate.der,
            sealed,
            act.at,
            act.who.display_name,
        )
        after = {"title": new.title, "subject": certificate.subject, "serial": certificate.serial}
        await _log(act, "signing_key_add", key_id, new.unit_id, after)
    return key_id


async def retire_key(key_id: int, act: Act) -> None:
    """Take a key out of use for good; what it signed stays valid, its secret is destroyed. Raises Missing."""
    async with db.transaction():
        found = await queries.key(key_id)
        if found is None or not act.who.may(KEYS, found.unit_id):
            raise Missing
        await db.execute(_RETIRE, key_id, act.at)
        await _log(act, "signing_key_retire", key_id, found.unit_id, {"title": found.title})


async def key_file(key_id: int) -> KeyFile:
    """Return the key file for signing with it now. Raises SealBroken."""
    sealed = await queries.sealed_key(key_id)
    opened = unseal(sealed, current().settings.secret_key, "signing key", f"key {key_id}")
    return msgspec.json.decode(opened, type=KeyFile)


async def add_root(new: NewRoot, content: bytes, act: Act) -> None:
    """Trust a certification authority from now on. Raises Refused."""
    certificate = load_certificate(content)
    if certificate is None:
        raise Refused(Problem(_("Tệp không phải chứng thư (PEM hoặc DER)."), "file", "unreadable"))
    if not is_authority(certificate.der):
        raise Refused(Problem(_("Đây không phải chứng thư của tổ chức chứng thực (CA)."), "file", "no_authority"))
    values = (new.title, certificate.subject, certificate.fingerprint, certificate.der, certificate.not_after)
    async with db.transaction():
        root_id = await db.value(_ROOT, *values, act.at, act.who.display_name)
        if root_id is None:
            raise Refused(Problem(_("Chứng thư này đã có trong danh sách."), "file", "exists"))
        after = {"title": new.title, "fingerprint": certificate.fingerprint}
        await _log(act, "trust_root_add", int(root_id), act.who.unit_id, after)


async def remove_root(root_id: int, act: Act) -> None:
    """Trust an authority no longer. Raises Missing."""
    async with db.transaction():
        title = await db.value("DELETE FROM onestop.onestop_trust_root WHERE id = $1 RETURNING title", root_id)
        if title is None:
            raise Missing
        await _log(act, "trust_root_remove", root_id, act.who.unit_id, {"title": title})


async def _log(act: Act, what: str, subject_id: int, unit_id: int | None, after: Mapping[str, object]) -> None:
    await audit.record(
        act, f"onestop.{what}", subject="onestop.signing_key", subject_id=subject_id, unit_id=unit_id, after=after
    )

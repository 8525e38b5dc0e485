"""Keys, trusted authorities and signed papers as Structs."""

from datetime import datetime

from msgspec import Struct

from core import db

_KEY = """
SELECT id, unit_id, person_id, person_name, title, subject, issuer, serial, not_before, not_after, created_at,
       created_by_name, retired_at
FROM onestop.onestop_signing_key
"""
_SIGNED = """
SELECT s.id, s.dossier, d.code, d.unit_id, d.unit_name, s.key, s.source_id, s.attachment_id, s.sha256, s.signer,
       s.signed_by_name, s.signed_at, s.withdrawn_at, s.withdrawn_reason
FROM onestop.onestop_signature s JOIN onestop.onestop_dossier d ON d.id = s.dossier
"""


class Key(Struct, frozen=True):
    """A key without its secret. person_id None: the seal of the office."""

    id: int
    unit_id: int
    person_id: int | None
    person_name: str
    title: str
    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    created_at: datetime
    created_by_name: str
    retired_at: datetime | None


class Root(Struct, frozen=True):
    """A trusted authority."""

    id: int
    title: str
    subject: str
    fingerprint: str
    not_after: datetime
    added_at: datetime
    added_by_name: str


class Signed(Struct, frozen=True):
    """A paper that was signed here."""

    id: int
    dossier_id: int
    code: str
    unit_id: int
    unit_name: str
    key_id: int
    source_id: int | None
    attachment_id: int
    sha256: str
    signer: str
    signed_by_name: str
    signed_at: datetime
    withdrawn_at: datetime | None
    withdrawn_reason: str


async def keys(units: list[int] | None) -> list[Key]:
    """Return the keys of these units (None: of all), those in use first."""
    return await db.structs(
        Key,
        f"{_KEY} WHERE ($1::bigint[] IS NULL OR unit_id = ANY($1)) ORDER BY retired_at IS NOT NULL, title, id",
        units,
    )


async def key(key_id: int) -> Key | None:
    """Return one key, None when there is none; the caller checks its unit."""
    return await db.struct(Key, f"{_KEY} WHERE id = $1", key_id)


async def usable_keys(units: list[int], person_id: int | None, at: datetime) -> list[Key]:
    """Return the keys with which a person may sign now for one of these units: their own, then the seals."""
    return await db.structs(
        Key,
        f"""{_KEY} WHERE unit_id = ANY($1) AND retired_at IS NULL AND not_before <= $3 AND not_after > $3
            AND (person_id IS NULL OR person_id = $2) ORDER BY person_id IS NULL, title, id""",
        units,
        person_id,
        at,
    )


async def sealed_key(key_id: int) -> bytes:
    """Return the sealed key file of a key that there is."""
    return bytes(await db.value("SELECT sealed_key FROM onestop.onestop_signing_key WHERE id = $1", key_id))


async def roots() -> list[Root]:
    """Return the trusted authorities by title."""
    return await db.structs(
        Root,
        """SELECT id, title, subject, fingerprint, not_after, added_at, added_by_name
           FROM onestop.onestop_trust_root ORDER BY title, id""",
    )


async def root_certificates() -> list[bytes]:
    """Return the certificates of the trusted authorities, DER."""
    return [bytes(row[0]) for row in await db.rows("SELECT certificate FROM onestop.onestop_trust_root ORDER BY id")]


async def signed_of(dossier_id: int) -> list[Signed]:
    """Return what was signed of a dossier, the newest first."""
    return await db.structs(Signed, f"{_SIGNED} WHERE s.dossier = $1 ORDER BY s.id DESC", dossier_id)


async def signed(signature_id: int) -> Signed | None:
    """Return one signed paper; the caller checks its dossier."""
    return await db.struct(Signed, f"{_SIGNED} WHERE s.id = $1", signature_id)


async def by_digest(digest: bytes) -> Signed | None:
    """Return the paper on which the digits with this digest stand."""
    return await db.struct(Signed, f"{_SIGNED} WHERE s.token_digest = $1", digest)


async def by_sha256(sha256: str) -> Signed | None:
    """Return the signed paper with exactly this content (SHA-256, hex), None when it was not signed here."""
    return await db.struct(Signed, f"{_SIGNED} WHERE s.sha256 = $1", sha256)

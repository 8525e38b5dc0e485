"""Secrets of agents: made once, kept as hashes, sent in the address or as a password."""

import secrets
from hashlib import sha256

from core import audit, db
from core.acting import Act
from core.errors import Forbidden
from core.text.i18n import gettext as _

EDIT = "assets.edit"


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


async def enrol(unit_id: int, name: str, act: Act) -> str:
    """Make a secret for the agents of a unit; return it, for the only time. Raises Forbidden."""
    if not act.who.may(EDIT, unit_id):
        raise Forbidden(_("Bạn không được ghi sổ tài sản của đơn vị này."))
    secret = secrets.token_urlsafe(18)
    async with db.transaction():
        await db.execute(
            "INSERT INTO assets.assets_agent_enrolment (unit_id, name, secret_hash, created_at)"
            " VALUES ($1, $2, $3, $4)",
            unit_id,
            name,
            _hash(secret),
            act.at,
        )
        await audit.record(act, "assets.agent_enrolled", subject="assets.agent", unit_id=unit_id, after={"name": name})
    return secret


async def revoke(unit_id: int, name: str, act: Act) -> bool:
    """Take a secret back; tell whether there was one."""
    async with db.transaction():
        done = await db.execute(
            "UPDATE assets.assets_agent_enrolment SET revoked_at = $3"
            " WHERE unit_id = $1 AND name = $2 AND revoked_at IS NULL",
            unit_id,
            name,
            act.at,
        )
        if done != "UPDATE 0":
            await audit.record(
                act, "assets.agent_revoked", subject="assets.agent", unit_id=unit_id, after={"name": name}
            )
    return done != "UPDATE 0"


async def unit_of(secret: str) -> int | None:
    """Return the unit whose agents have this secret, None when it opens nothing."""
    if not secret:
        return None
    found: int | None = await db.value(
        "SELECT unit_id FROM assets.assets_agent_enrolment WHERE secret_hash = $1 AND revoked_at IS NULL", _hash(secret)
    )
    return found

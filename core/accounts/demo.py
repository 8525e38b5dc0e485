"""A log-in for each role, with a password and a one-time secret of its own for every installation."""

import secrets

from core import db
from core.accounts import hashing
from core.accounts.commands.accounts import invite_person
from core.accounts.commands.matrix import seed_matrix
from core.accounts.commands.tokens import create_token_for
from core.accounts.domain import totp
from core.accounts.keys import seal
from core.acting import system_act
from core.contributions import DemoContext
from core.registry import current

# user name, role, unit of the role
_LOGINS = (
    ("quantri", "admin", "long-an"),
    ("tiepnhan", "clerk", "duc-hoa.mot-cua"),
    ("hotich", "specialist", "duc-hoa.tu-phap"),
    ("lanhdao", "leader", "duc-hoa"),
    ("cntt", "it_officer", "duc-hoa"),
    ("thuky", "secretary", "duc-hoa"),
    ("truongap", "hamlet_head", "huu-thanh.ap-1"),
    ("thanhtra", "auditor", "duc-hoa"),
    ("tiepnhan.huuthanh", "clerk", "huu-thanh.mot-cua"),
)


async def load_logins(context: DemoContext) -> None:
    """Open an account for one person of each role; leaves `logins` and `api_token` for the developer's own file."""
    act = system_act(context.at)
    await seed_matrix(current().permissions.values())
    staff = context.shared["staff"]
    logins = []
    for username, role, unit in _LOGINS:
        account_id, _link = await invite_person(staff[(role, unit)][0], username, act)
        password, secret = _password(), secrets.token_bytes(totp.SECRET_BYTES)
        await db.execute(
            """UPDATE accounts.accounts_account
               SET password_hash = $2, password_at = $4, totp_secret = $3, totp_at = $4 WHERE id = $1""",
            account_id,
            await hashing.hash_password(password),
            seal("totp", secret, account_id),
            context.at,
        )
        logins.append(
            {
                "role": role,
                "username": username,
                "password": password,
                "totp_secret": totp.secret_text(secret),
                "unit": unit,
            }
        )
    context.shared["logins"] = logins
    context.shared["api_token"] = await create_token_for("cntt", "demo", 366, (), act)


def _password() -> str:
    """Return 64 random bits in blocks that are typed without mistakes."""
    return "-".join(secrets.token_hex(2) for _block in range(4))

"""The first administrator of a fresh installation: by a link printed once, never by a default password."""

import tomllib

from core import db, offices
from core.accounts import queries
from core.accounts.commands.accounts import invite_person
from core.accounts.commands.matrix import seed_matrix
from core.accounts.commands.passwords import make_link
from core.acting import Act
from core.errors import Refused
from core.offices.commands import assign, hire, load_organisation
from core.offices.domain.organisation import read_organisation
from core.offices.schemas import NewRole, PersonFields
from core.registry import current
from core.settings import config_folder
from core.text.i18n import gettext as _

LOCK = 0x61646D31  # "adm1": two first administrators are not made at once


async def invite_first_admin(username: str, full_name: str, act: Act, *, again: bool = False) -> str:
    """Make an administrator of the whole tree and return the path of the invitation.

    Loads the shipped organisation when there is none. An account of that name that never chose a password gets a new
    link instead. Raises Refused when somebody administers the whole tree already, unless `again` is set.
    """
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        await seed_matrix(current().permissions.values())
        top = await _top_unit(act)
        account = await queries.account_by_username(username)
        if account is not None and account.password_hash is None and not account.disabled:
            return await make_link(account, "invite", act)
        if not again and await _has_admin(top, act):
            raise Refused(_("Đã có quản trị viên. Thêm --again nếu vẫn muốn mời người mới."))
        person_id = await hire(PersonFields(full_name, top, "Quản trị viên"), act)
        await assign(NewRole(person_id, "admin", top), act)
        _account_id, path = await invite_person(person_id, username, act)
    return path


async def _top_unit(act: Act) -> int:
    day = offices.office_day(act.at)
    tops = await offices.children(None, day)
    if not tops:
        parsed = tomllib.loads((config_folder() / "organisation.toml").read_text("utf-8"))
        await load_organisation(read_organisation(parsed), act)
        tops = await offices.children(None, day)
    return tops[0].id


async def _has_admin(top: int, act: Act) -> bool:
    """Tell whether somebody with a password administers the top."""
    found = await db.value(
        """SELECT 1 FROM offices.offices_holding h
           JOIN accounts.accounts_account a ON a.person_id = h.holder_id
           WHERE h.role = 'admin' AND h.unit_id = $1 AND (h.valid_to IS NULL OR h.valid_to > $2)
             AND a.password_hash IS NOT NULL AND a.disabled_at IS NULL LIMIT 1""",
        top,
        offices.office_day(act.at),
    )
    return found is not None

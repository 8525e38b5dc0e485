"""Administering other people's accounts. Who may not manage an account is told that there is none."""

from core import audit, db, offices
from core.accounts import queries
from core.accounts.commands.logins import end_logins
from core.accounts.commands.passwords import make_link
from core.accounts.mails import mail_change
from core.accounts.queries import Account
from core.accounts.schemas import NewAccount
from core.acting import Act
from core.errors import Forbidden, Missing, Problem, Refused
from core.offices.commands import assign, hire
from core.offices.schemas import NewRole, PersonFields
from core.text.i18n import gettext as _

MANAGE = "accounts.manage"


async def invite_newcomer(new: NewAccount, act: Act) -> tuple[int, str]:
    """Add a person with an account and perhaps a role; return account id and the path of the invitation, shown once."""
    async with db.transaction():
        person_id = await hire(PersonFields(new.full_name, new.unit_id, new.title, new.email, new.phone), act)
        if new.role:
            await assign(NewRole(person_id, new.role, new.unit_id), act)
        return await invite_person(person_id, new.username, act)


async def invite_person(person_id: int, username: str, act: Act) -> tuple[int, str]:
    """Open an account for a person who has none; return its id and the path of the invitation, shown once."""
    async with db.transaction():
        person = await offices.person(person_id)
        if not act.who.may(MANAGE, person.unit_id):
            raise Missing
        if await db.value("SELECT 1 FROM accounts.accounts_account WHERE username = $1", username):
            raise Refused(Problem(_("Tên đăng nhập này đã có người dùng."), "username"))
        account_id = await db.value(
            """INSERT INTO accounts.accounts_account (person_id, username, created_at)
               VALUES ($1, $2, $3) ON CONFLICT (person_id) DO NOTHING RETURNING id""",
            person_id,
            username,
            act.at,
        )
        account = None if account_id is None else await queries.account(account_id)
        if account is None:
            raise Refused(Problem(_("Người này đã có tài khoản."), "person_id"))
        await audit.record(
            act,
            "accounts.open",
            subject="accounts.account",
            subject_id=account.id,
            unit_id=person.unit_id,
            after={"username": username},
        )
        return account.id, await make_link(account, "invite", act)


async def new_link(account_id: int, act: Act) -> str:
    """Make a link to choose a password: an invitation before the first one, a reset later. Returns its path."""
    async with db.transaction():
        account = await managed(account_id, act)
        if account.disabled:
            raise Refused(_("Tài khoản đang bị khóa. Hãy mở khóa trước."))
        return await make_link(account, "reset" if account.password_hash else "invite", act)


async def reset_factor(account_id: int, act: Act) -> None:
    """Forget somebody's one-time codes (telephone lost): all log-ins end, the next one must set up new codes."""
    async with db.transaction():
        account = await managed(account_id, act)
        await db.execute(
            """UPDATE accounts.accounts_account SET totp_secret = NULL, totp_step = NULL, totp_at = NULL
               WHERE id = $1""",
            account_id,
        )
        await db.execute("DELETE FROM accounts.accounts_recovery WHERE account_id = $1", account_id)
        await end_logins(account_id, "factor", act)
        await mail_change(account, _("Quản trị viên vừa xóa mã xác thực; lần đăng nhập tới phải cài lại."), act)
        await _record(act, "accounts.totp_reset", account)


async def set_disabled(account_id: int, act: Act, *, disabled: bool) -> None:
    """Close an account, or open it again. Closed: every log-in and token is refused from the next request on."""
    async with db.transaction():
        account = await managed(account_id, act)
        await db.execute(
            "UPDATE accounts.accounts_account SET disabled_at = $2 WHERE id = $1",
            account_id,
            act.at if disabled else None,
        )
        if disabled:
            await end_logins(account_id, "disabled", act)
        await _record(act, "accounts.disable" if disabled else "accounts.enable", account)


async def end_all_logins(account_id: int, act: Act) -> int:
    """End every log-in of somebody; return how many there were."""
    async with db.transaction():
        account = await managed(account_id, act)
        ended = await end_logins(account_id, "admin", act)
        await _record(act, "accounts.end_logins", account)
    return ended


async def managed(account_id: int, act: Act) -> Account:
    """Return an account that the actor manages, and hold back other changes of it.

    Raises Missing when it is out of reach; Forbidden for one's own account and for people who hold rights in units that
    the actor does not manage: a reset link would hand those rights over.
    """
    await db.execute("SELECT 1 FROM accounts.accounts_account WHERE id = $1 FOR UPDATE", account_id)
    account = await queries.account(account_id)
    if account is None or not act.who.may(MANAGE, account.unit_id):
        raise Missing
    if account.id == act.who.account_id:
        raise Forbidden(
            _("Việc này không làm được với tài khoản của chính mình. Hãy dùng trang “Tài khoản và bảo mật”.")
        )
    held = await offices.assignments(person_id=account.person_id, day=offices.office_day(act.at))
    if not all(act.who.may(MANAGE, assignment.unit_id) for assignment in held):
        raise Forbidden(_("Người này có vai trò ở đơn vị mà bạn không quản lý. Hãy nhờ quản trị viên cấp trên."))
    return account


async def _record(act: Act, action: str, account: Account) -> None:
    await audit.record(
        act,
        action,
        subject="accounts.account",
        subject_id=account.id,
        unit_id=account.unit_id,
        after={"username": account.username},
    )

"""The matrix of roles and permissions: seeded once for each permission, then the administrators' own."""

from collections.abc import Collection, Iterable

from core import audit, db, offices
from core.accounts import queries
from core.acting import Act
from core.contributions import Permission
from core.errors import Conflict, Forbidden, Problem, Refused
from core.text.i18n import gettext as _

MATRIX = "accounts.matrix"
# Without these nobody could ever give them back.
KEPT = frozenset({("admin", MATRIX), ("admin", "accounts.manage"), ("admin", "offices.assign")})

Cell = tuple[str, str]
"""Role and permission."""


async def seed_matrix(permissions: Iterable[Permission]) -> int:
    """Give permissions that were never seen before to their first roles; return how many were new. Safe to repeat."""
    listed = list(permissions)
    cells = [(role, permission.name) for permission in listed for role in permission.roles]
    return int(
        await db.value(
            """WITH fresh AS (
                   INSERT INTO accounts.accounts_permission (name) SELECT unnest($1::text[])
                   ON CONFLICT DO NOTHING RETURNING name),
               given AS (
                   INSERT INTO accounts.accounts_role_permission (role, permission)
                   SELECT c.role, c.permission FROM unnest($2::text[], $3::text[]) AS c (role, permission)
                   JOIN fresh f ON f.name = c.permission ON CONFLICT DO NOTHING)
               SELECT count(*) FROM fresh""",
            [permission.name for permission in listed],
            [role for role, _name in cells],
            [name for _role, name in cells],
        )
    )


async def change_matrix(
    allowed: Collection[Cell], version: str, roles: Collection[str], permissions: Collection[str], act: Act
) -> int:
    """Make exactly these cells allowed, among the roles and permissions that the page showed; return how many changed.

    version: of the matrix that the page showed. Raises Conflict when it has changed since, Forbidden unless the actor
    holds accounts.matrix at the top of the whole tree, Refused when administrators would lock themselves out.
    """
    day = offices.office_day(act.at)
    if not all(act.who.may(MATRIX, top.id) for top in await offices.children(None, day)):
        raise Forbidden(_("Bảng quyền chung cho cả hệ thống: chỉ quản trị viên ở đơn vị cao nhất được sửa."))
    async with db.transaction():
        now = await db.value("SELECT version FROM accounts.accounts_state WHERE id = 1 FOR UPDATE")
        if now != version:
            raise Conflict(_("Bảng quyền vừa được người khác sửa. Hãy xem lại rồi sửa tiếp."))
        before = {
            (role, name)
            for role, names in (await queries.matrix(now)).items()
            for name in names
            if role in roles and name in permissions
        }
        wanted = {cell for cell in allowed if cell[0] in roles and cell[1] in permissions}
        Refused.if_any(
            Problem(_("Vai trò quản trị phải giữ quyền “%(name)s”.", name=name), f"{role}:{name}")
            for role, name in sorted(KEPT & before - wanted)
        )
        await _write(wanted - before, before - wanted, act)
    return len(wanted ^ before)


async def _write(added: Collection[Cell], removed: Collection[Cell], act: Act) -> None:
    await db.execute(
        """INSERT INTO accounts.accounts_role_permission (role, permission)
           SELECT * FROM unnest($1::text[], $2::text[]) ON CONFLICT DO NOTHING""",
        [role for role, _name in added],
        [name for _role, name in added],
    )
    await db.execute(
        """DELETE FROM accounts.accounts_role_permission m USING unnest($1::text[], $2::text[]) AS c (role, permission)
           WHERE m.role = c.role AND m.permission = c.permission""",
        [role for role, _name in removed],
        [name for _role, name in removed],
    )
    for cells, given in ((added, True), (removed, False)):
        for role, name in sorted(cells):
            await audit.record(
                act,
                "accounts.matrix",
                subject="accounts.role",
                subject_id=role,
                before={name: not given},
                after={name: given},
            )

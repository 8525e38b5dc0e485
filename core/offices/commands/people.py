"""People and the roles they hold: one transaction each; who may not see the unit is told it is not there."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from core import audit, db
from core.acting import Act
from core.contracts.offices import Person
from core.errors import Forbidden, Missing, Problem, Refused
from core.offices import queries
from core.offices.domain.days import office_day
from core.offices.schemas import NewRole, PersonFields
from core.text.i18n import gettext as _
from core.text.mail_address import is_mail_address
from core.text.viet import clean, name_sort_key, search_key

MANAGE = "offices.manage"
ASSIGN = "offices.assign"


def refuse_strangers(act: Act, permission: str, unit_id: int) -> None:
    """Raise Missing unless the actor holds the permission in the unit: others must not learn what is there."""
    if not act.who.may(permission, unit_id):
        raise Missing


async def hire(fields: PersonFields, act: Act) -> int:
    """Add a person to a unit; return the id. Raises Missing, Refused."""
    refuse_strangers(act, MANAGE, fields.unit_id)
    _refuse_bad_address(fields)
    day = office_day(act.at)
    async with db.transaction():
        await _open_unit(fields.unit_id, day)
        person_id: int = await db.value(
            """INSERT INTO offices.offices_person
                   (full_name, search_key, sort_key, title, unit_id, email, phone, joined_on)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id""",
            *_values(fields),
            day,
        )
        await audit.record(
            act,
            "offices.hire",
            subject="offices.person",
            subject_id=person_id,
            unit_id=fields.unit_id,
            after=_shown(fields),
        )
    return person_id


async def change_person(person_id: int, fields: PersonFields, act: Act) -> None:
    """Change a person's data, or move them to another unit; the actor must manage both units."""
    async with db.transaction():
        before = await lock_person(person_id)
        refuse_strangers(act, MANAGE, before.unit_id)
        refuse_strangers(act, MANAGE, fields.unit_id)
        _refuse_bad_address(fields)
        if fields.email != before.email:
            # links to choose a password go there
            await _refuse_rights_elsewhere(person_id, act)
        if fields.unit_id != before.unit_id:
            await _open_unit(fields.unit_id, office_day(act.at))
        await db.execute(
            """UPDATE offices.offices_person SET full_name = $1, search_key = $2, sort_key = $3, title = $4,
                   unit_id = $5, email = $6, phone = $7 WHERE id = $8""",
            *_values(fields),
            person_id,
        )
        await audit.record(
            act,
            "offices.change_person",
            subject="offices.person",
            subject_id=person_id,
            unit_id=before.unit_id,
            before={"title": before.title, "unit_id": before.unit_id},
            after=_shown(fields),
        )


async def leave(person_id: int, act: Act) -> None:
    """Note that a person works here no longer: from now on their log-in is refused, and their roles end today."""
    day = office_day(act.at)
    async with db.transaction():
        person = await lock_person(person_id)
        refuse_strangers(act, MANAGE, person.unit_id)
        await _refuse_rights_elsewhere(person_id, act)
        if person_id == act.who.person_id:
            raise Refused(_("Không ai tự cho mình nghỉ việc được. Hãy nhờ một quản trị viên khác."))
        await db.execute(
            "UPDATE offices.offices_person SET left_on = greatest(joined_on, $2) WHERE id = $1", person_id, day
        )
        await db.execute(
            """UPDATE offices.offices_assignment SET valid_to = greatest(valid_from, $2)
               WHERE person_id = $1 AND (valid_to IS NULL OR valid_to > $2)""",
            person_id,
            day,
        )
        await refuse_without_admin(day)
        await audit.record(act, "offices.leave", subject="offices.person", subject_id=person_id, unit_id=person.unit_id)


async def assign(new: NewRole, act: Act) -> int:
    """Give a person a role in a unit; return the assignment's id. It counts from the person's next request on."""
    refuse_strangers(act, ASSIGN, new.unit_id)
    day = office_day(act.at)
    async with db.transaction():
        person = await lock_person(new.person_id)
        await _open_unit(new.unit_id, day)
        if person.left_on is not None:
            raise Refused(Problem(_("Người này đã nghỉ việc."), "person_id"))
        if new.role not in await queries.roles():
            raise Refused(Problem(_("Không có vai trò này."), "role"))
        if new.until is not None and new.until < day:
            raise Refused(Problem(_("Ngày kết thúc đã qua."), "until"))
        given: int | None = await db.value(
            """INSERT INTO offices.offices_assignment (person_id, role, unit_id, valid_from, valid_to)
               SELECT $1, $2::varchar, $3, $4, $5::date + 1 WHERE NOT EXISTS (
                   SELECT 1 FROM offices.offices_assignment
                   WHERE person_id = $1 AND role = $2::varchar AND unit_id = $3 AND (valid_to IS NULL OR valid_to > $4))
               RETURNING id""",
            new.person_id,
            new.role,
            new.unit_id,
            day,
            new.until,
        )
        if given is None:
            raise Refused(Problem(_("Người này đã có vai trò đó ở đơn vị này."), "role"))
        await _record_role(act, "offices.assign", new.person_id, new.role, new.unit_id)
    return given


async def unassign(assignment_id: int, act: Act) -> None:
    """End a role at once: the person's next action is refused. Raises Missing; Refused for the last administrator."""
    day = office_day(act.at)
    async with db.transaction():
        held = await db.row(
            """SELECT person_id, role, unit_id FROM offices.offices_assignment
               WHERE id = $1 AND (valid_to IS NULL OR valid_to > $2) FOR UPDATE""",
            assignment_id,
            day,
        )
        if held is None:
            raise Missing
        refuse_strangers(act, ASSIGN, held["unit_id"])
        await db.execute(
            "UPDATE offices.offices_assignment SET valid_to = greatest(valid_from, $2) WHERE id = $1",
            assignment_id,
            day,
        )
        if held["role"] == "admin":
            await refuse_without_admin(day)
        await _record_role(act, "offices.unassign", held["person_id"], held["role"], held["unit_id"])


async def refuse_without_admin(day: date) -> None:
    """Raise Refused when nobody would be left who administers the top of the tree. Other changes wait meanwhile."""
    await db.execute("LOCK TABLE offices.offices_assignment IN SHARE ROW EXCLUSIVE MODE")
    left = await db.value(
        """SELECT 1 FROM offices.offices_assignment a JOIN offices.offices_unit u ON u.id = a.unit_id
           JOIN offices.offices_person p ON p.id = a.person_id AND p.left_on IS NULL
           WHERE a.role = 'admin' AND u.parent_id IS NULL AND (a.valid_to IS NULL OR a.valid_to > $1) LIMIT 1""",
        day,
    )
    if left is None:
        raise Refused(_("Đây là quản trị viên cuối cùng của toàn hệ thống. Hãy giao vai trò cho người khác trước."))


async def lock_person(person_id: int) -> Person:
    """Return a person and hold back other changes of them until the transaction ends. Raises Missing."""
    await db.execute("SELECT 1 FROM offices.offices_person WHERE id = $1 FOR UPDATE", person_id)
    return await queries.person(person_id)


async def _open_unit(unit_id: int, day: date) -> None:
    if not (await queries.unit(unit_id)).exists_on(day):
        raise Refused(Problem(_("Đơn vị này không còn hoạt động."), "unit_id"))


def _refuse_bad_address(fields: PersonFields) -> None:
    if fields.email and not is_mail_address(fields.email):
        raise Refused(Problem(_("Địa chỉ thư điện tử này không dùng được."), "email"))


async def _refuse_rights_elsewhere(person_id: int, act: Act) -> None:
    """Raise Forbidden for people who hold roles in units that the actor does not manage."""
    held = await queries.assignments(person_id=person_id, day=office_day(act.at))
    if not all(act.who.may(MANAGE, assignment.unit_id) for assignment in held):
        raise Forbidden(_("Người này có vai trò ở đơn vị mà bạn không quản lý. Hãy nhờ quản trị viên cấp trên."))


def _values(fields: PersonFields) -> tuple[str | int, ...]:
    name = clean(fields.full_name)
    return (
        name,
        search_key(f"{name} {fields.title}"),
        name_sort_key(name),
        clean(fields.title),
        fields.unit_id,
        fields.email,
        fields.phone,
    )


def _shown(fields: PersonFields) -> Mapping[str, Any]:
    """Return what the log keeps: no telephone, no address."""
    return {"full_name": fields.full_name, "title": fields.title, "unit_id": fields.unit_id}


async def _record_role(act: Act, action: str, person_id: int, role: str, unit_id: int) -> None:
    await audit.record(
        act, action, subject="offices.person", subject_id=person_id, unit_id=unit_id, after={"role": role}
    )

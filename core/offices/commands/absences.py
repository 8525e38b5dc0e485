"""Being away: with a substitute, who holds the absent person's roles on those days and not a day longer."""

from datetime import date, timedelta

from core import audit, db
from core.acting import Act
from core.contracts.offices import Person
from core.errors import Missing, Problem, Refused
from core.offices import queries
from core.offices.commands.people import lock_person
from core.offices.domain.days import office_day
from core.offices.schemas import NewAbsence
from core.text.i18n import gettext as _

ABSENCE = "offices.absence"
LONGEST = timedelta(days=366)
LOCK = 0x6F616273  # "oabs": chains of substitutes are checked one at a time


async def report_absence(new: NewAbsence, act: Act) -> int:
    """Note days away: one's own, or those of people in units where the actor holds offices.absence.

    Returns the id. Raises Missing; Refused when the days overlap another absence, or the substitute is away too or
    belongs to another agency (unless the actor may note absences there as well).
    """
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", LOCK)
        person = await lock_person(new.person_id)
        _refuse_others(act, person)
        _refuse_days(new, office_day(act.at))
        await _refuse_overlap(new.person_id, new, "first_day", _("Người này đã được báo vắng trong những ngày đó."))
        if new.substitute_id is not None:
            await _refuse_substitute(new, new.substitute_id, person, act)
        absence_id: int = await db.value(
            """INSERT INTO offices.offices_absence (person_id, substitute_id, first_day, last_day, reason)
               VALUES ($1, $2, $3, $4, $5) RETURNING id""",
            new.person_id,
            new.substitute_id,
            new.first_day,
            new.last_day,
            new.reason,
        )
        await audit.record(
            act,
            "offices.absence",
            subject="offices.person",
            subject_id=new.person_id,
            unit_id=person.unit_id,
            after={"substitute_id": new.substitute_id, "first_day": new.first_day, "last_day": new.last_day},
        )
    return absence_id


async def end_absence(absence_id: int, act: Act) -> None:
    """Cancel an absence to come, or end one that runs: the substitute's rights are gone at once. Raises Missing."""
    day = office_day(act.at)
    async with db.transaction():
        found = await db.row(
            """SELECT person_id, first_day FROM offices.offices_absence
               WHERE id = $1 AND last_day >= $2 FOR UPDATE""",
            absence_id,
            day,
        )
        if found is None:
            raise Missing
        person = await queries.person(found["person_id"])
        _refuse_others(act, person)
        if found["first_day"] >= day:
            await db.execute("DELETE FROM offices.offices_absence WHERE id = $1", absence_id)
        else:
            await db.execute(
                "UPDATE offices.offices_absence SET last_day = $2::date - 1 WHERE id = $1", absence_id, day
            )
        await audit.record(
            act, "offices.absence_end", subject="offices.person", subject_id=person.id, unit_id=person.unit_id
        )


def _refuse_others(act: Act, person: Person) -> None:
    if act.who.person_id != person.id and not act.who.may(ABSENCE, person.unit_id):
        raise Missing


def _refuse_days(new: NewAbsence, today: date) -> None:
    if new.last_day < new.first_day:
        raise Refused(Problem(_("Ngày kết thúc phải từ ngày bắt đầu trở đi."), "last_day"))
    if new.last_day < today:
        raise Refused(Problem(_("Những ngày này đã qua."), "last_day"))
    if new.last_day - new.first_day > LONGEST:
        raise Refused(Problem(_("Một lần vắng dài nhất là một năm."), "last_day"))


async def _refuse_overlap(person_id: int, new: NewAbsence, field: str, message: str) -> None:
    taken = await db.value(
        """SELECT 1 FROM offices.offices_absence
           WHERE person_id = $1 AND daterange(first_day, last_day, '[]') && daterange($2, $3, '[]')""",
        person_id,
        new.first_day,
        new.last_day,
    )
    if taken:
        raise Refused(Problem(message, field))


async def _refuse_substitute(new: NewAbsence, substitute_id: int, person: Person, act: Act) -> None:
    field = "substitute_id"
    substitute = (await queries.people([substitute_id])).get(substitute_id)
    if substitute is None or substitute.left_on is not None:
        raise Refused(Problem(_("Không có người thay thế này."), field))
    if substitute.id == person.id:
        raise Refused(Problem(_("Người thay thế phải là người khác."), field))
    tree = await queries.tree()
    same_agency = tree.authority(person.unit_id).id == tree.authority(substitute.unit_id).id
    if not same_agency and not (act.who.may(ABSENCE, person.unit_id) and act.who.may(ABSENCE, substitute.unit_id)):
        raise Refused(Problem(_("Người thay thế phải cùng cơ quan với người vắng."), field))
    await _refuse_overlap(substitute.id, new, field, _("Người thay thế cũng vắng trong những ngày đó."))

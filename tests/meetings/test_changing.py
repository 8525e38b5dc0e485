from datetime import timedelta

import icalendar
import msgspec
import pytest

from core import db as database
from core.errors import Conflict, Missing, Refused
from core.notices import sealing
from plugins.meetings.commands.answering import answer_for
from plugins.meetings.commands.changing import cancel_meeting, change_meeting
from plugins.meetings.domain.answers import Answer
from plugins.meetings.queries import meetings as queries

pytestmark = pytest.mark.anyio


@pytest.fixture
def events(registry):
    """Return a function: meeting id -> the calendar events in all its mails to one address, oldest first."""
    from email import message_from_bytes

    async def read(meeting_id: int, address: str = "nam@annd.test") -> list[tuple[str, icalendar.Event]]:
        found = []
        for record in await database.rows(
            """SELECT sealed_message FROM notices.notices_outgoing_mail
               WHERE subject_id = $1 AND to_address = $2 ORDER BY id""",
            str(meeting_id),
            address,
        ):
            mail = message_from_bytes(sealing.unseal(record[0], registry.settings.secret_key))
            (part,) = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
            calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
            found.append((str(calendar["METHOD"]), calendar.walk("VEVENT")[0]))
        return found

    return read


async def accepted(meeting_id: int, office) -> int:
    first, _second = await queries.invitations(meeting_id)
    await answer_for(first.id, Answer("accepted"), office.secretary)
    return first.id


async def test_a_new_place_is_a_new_revision_and_keeps_the_answers(office, called, plan, events) -> None:
    await accepted(called, office)
    later = office.at(office.secretary.at + timedelta(hours=1))
    await change_meeting(called, 1, msgspec.structs.replace(plan, place="Phòng họp số 2"), later.secretary)
    (_method, first), (method, second) = await events(called)
    assert method == "REQUEST"
    assert first["UID"] == second["UID"]
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert second["DTSTAMP"].dt > first["DTSTAMP"].dt
    assert str(second["LOCATION"]) == "Phòng họp số 2"
    assert second["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert [i.answer for i in await queries.invitations(called)] == ["accepted", "waiting"]


async def test_a_new_time_asks_everybody_anew_and_keeps_the_history(office, called, plan, events) -> None:
    invitation_id = await accepted(called, office)
    moved = msgspec.structs.replace(
        plan, starts_at=plan.starts_at + timedelta(days=1), ends_at=plan.ends_at + timedelta(days=1)
    )
    await change_meeting(called, 1, moved, office.secretary)
    _first, (_method, second) = await events(called)
    assert second["SEQUENCE"] == 1
    assert second["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert [i.answer for i in await queries.invitations(called)] == ["waiting", "waiting"]
    assert len(await queries.history_of(invitation_id)) == 1


async def test_a_new_wording_is_told_under_the_same_revision(office, called, plan, events) -> None:
    await change_meeting(called, 1, msgspec.structs.replace(plan, content="Chỉ một việc"), office.secretary)
    _first, (_method, second) = await events(called)
    assert second["SEQUENCE"] == 0
    assert "Chỉ một việc" in second["DESCRIPTION"]


async def test_saving_without_a_change_tells_nobody(office, called, plan, events) -> None:
    await change_meeting(called, 1, plan, office.secretary)
    assert len(await events(called)) == 1


async def test_of_two_editors_the_slower_one_is_told(office, called, plan) -> None:
    await change_meeting(called, 1, msgspec.structs.replace(plan, place="Phòng 2"), office.secretary)
    with pytest.raises(Conflict, match="Người khác vừa sửa"):
        await change_meeting(called, 1, msgspec.structs.replace(plan, place="Phòng 3"), office.secretary)
    meeting = await queries.meeting(called)
    assert meeting is not None
    assert meeting.place == "Phòng 2"


async def test_a_meeting_moved_too_near_needs_the_reason_of_urgency(office, called, plan) -> None:
    near = msgspec.structs.replace(
        plan,
        starts_at=plan.starts_at - timedelta(days=6),
        ends_at=plan.ends_at - timedelta(days=6),
        answer_until=plan.starts_at - timedelta(days=6),
    )
    with pytest.raises(Refused) as refusal:
        await change_meeting(called, 1, near, office.secretary)
    assert [problem.code for problem in refusal.value.problems] == ["lead_time"]


async def test_cancelling_tells_everybody_under_a_new_revision(office, called, events) -> None:
    await cancel_meeting(called, "Trùng lịch họp huyện", office.secretary)
    for address in ("nam@annd.test", "khach@noikhac.test"):
        (_method, first), (method, second) = await events(called, address)
        assert method == "CANCEL"
        assert (str(second["STATUS"]), second["SEQUENCE"]) == ("CANCELLED", 1)
        assert first["UID"] == second["UID"]
    entry = await database.value("SELECT after FROM audit.audit_entry WHERE action = 'meetings.cancel'")
    assert msgspec.json.decode(entry) == {"status": "cancelled", "reason": "Trùng lịch họp huyện"}
    assert await database.value("SELECT count(*) FROM core.core_event WHERE type LIKE '%.MeetingCancelled'") == 1


async def test_a_cancelled_meeting_can_neither_be_changed_nor_cancelled_again(office, called, plan) -> None:
    await cancel_meeting(called, "Trùng lịch", office.secretary)
    with pytest.raises(Conflict):
        await cancel_meeting(called, "Trùng lịch", office.secretary)
    with pytest.raises(Conflict):
        await change_meeting(called, 2, msgspec.structs.replace(plan, place="Phòng 2"), office.secretary)


async def test_cancelling_needs_a_reason(office, called) -> None:
    with pytest.raises(Refused):
        await cancel_meeting(called, "", office.secretary)


async def test_another_communes_secretary_can_change_nothing(office, called, plan) -> None:
    with pytest.raises(Missing):
        await change_meeting(called, 1, msgspec.structs.replace(plan, place="Phòng 2"), office.stranger)
    with pytest.raises(Missing):
        await cancel_meeting(called, "Phá", office.stranger)


async def test_the_log_names_what_changed_and_nothing_else(office, called, plan) -> None:
    await change_meeting(called, 1, msgspec.structs.replace(plan, place="Phòng 2"), office.secretary)
    entry = await database.row("SELECT before, after FROM audit.audit_entry WHERE action = 'meetings.change'")
    assert entry is not None
    assert msgspec.json.decode(entry["before"]) == {"place": "Hội trường UBND xã"}
    assert msgspec.json.decode(entry["after"]) == {"place": "Phòng 2"}

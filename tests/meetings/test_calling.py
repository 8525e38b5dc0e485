from collections.abc import Awaitable, Callable
from datetime import timedelta

import msgspec
import pytest

from core import db as database
from core.errors import Conflict, Forbidden, Missing, Refused
from plugins.meetings.commands.calling import NewMeeting, call_meeting, invite_more, send_again
from plugins.meetings.domain.guests import Guest
from plugins.meetings.domain.meeting import Plan
from plugins.meetings.queries import meetings as queries

pytestmark = pytest.mark.anyio
GUEST = Guest("Nguyễn Thị Năm", "nam@annd.test")


async def test_a_called_meeting_is_stored_with_its_guests(office, called, plan) -> None:
    meeting = await queries.meeting(called)
    assert meeting is not None
    assert meeting.plan == plan
    assert (meeting.unit_id, meeting.sequence, meeting.status) == (office.unit_id, 0, "called")
    assert meeting.convener == "Ủy ban nhân dân xã An Ninh Đông"
    assert [(i.address, i.answer) for i in await queries.invitations(called)] == [
        ("nam@annd.test", "waiting"),
        ("khach@noikhac.test", "waiting"),
    ]


async def test_each_guest_gets_a_mail_of_their_own_with_a_link_of_their_own(called, links) -> None:
    found = await links(called)
    assert {address: len(tokens) for address, tokens in found.items()} == {"nam@annd.test": 1, "khach@noikhac.test": 1}
    tokens = [token for (token,) in found.values()]
    assert len({*tokens}) == 2
    assert all(len(token) == 32 for token in tokens)


async def test_the_database_holds_no_token(called, links) -> None:
    tokens = [token for (token,) in (await links(called)).values()]
    stored = await database.value("SELECT string_agg(l::text, ' ') FROM meetings.meetings_link l")
    assert all(token not in stored and token.encode().hex() not in stored for token in tokens)


async def test_calling_is_logged_and_told(called, office) -> None:
    entry = await database.row("SELECT who, unit_id, after FROM audit.audit_entry WHERE action = 'meetings.call'")
    assert entry is not None
    assert (entry["who"], entry["unit_id"]) == (office.secretary.who.username, office.unit_id)
    assert "khach@noikhac.test" in entry["after"]
    event = await database.value("SELECT body FROM core.core_event WHERE type LIKE '%.MeetingCalled'")
    assert msgspec.json.decode(event)["invited"] == 2


async def test_another_communes_secretary_can_do_nothing(office, called, plan) -> None:
    with pytest.raises(Forbidden):
        await call_meeting(NewMeeting(office.unit_id, plan, (GUEST,)), office.stranger)
    with pytest.raises(Missing):
        await invite_more(called, [Guest("x", "x@y.test")], office.stranger)
    with pytest.raises(Missing):
        await send_again(called, [1], office.stranger)


async def test_every_fault_is_told_at_once_and_nothing_is_stored(office, plan: Plan) -> None:
    late = msgspec.structs.replace(
        plan,
        starts_at=office.secretary.at + timedelta(days=2),
        ends_at=office.secretary.at + timedelta(days=2),
        answer_until=office.secretary.at + timedelta(days=1),
    )
    with pytest.raises(Refused) as refusal:
        await call_meeting(NewMeeting(office.unit_id, late, ()), office.secretary)
    assert {problem.field for problem in refusal.value.problems} == {"ends_at", "urgent_reason", "people"}
    assert await database.value("SELECT count(*) FROM meetings.meetings_meeting") == 0


async def test_an_urgent_meeting_may_be_tomorrow_when_it_says_why(office, plan: Plan) -> None:
    tomorrow = office.secretary.at + timedelta(days=1)
    urgent = msgspec.structs.replace(
        plan,
        starts_at=tomorrow,
        ends_at=tomorrow + timedelta(hours=1),
        answer_until=tomorrow,
        urgent_reason="Triển khai phòng chống bão số 14",
    )
    assert await call_meeting(NewMeeting(office.unit_id, urgent, (GUEST,)), office.secretary)


async def test_an_address_is_invited_once_whatever_its_case(office, called) -> None:
    more = [Guest("Năm", "NAM@annd.test"), Guest("Mới", "moi@annd.test"), Guest("Mới nữa", "Moi@annd.test")]
    assert await invite_more(called, more, office.secretary) == 1
    assert [i.address for i in await queries.invitations(called)][2:] == ["moi@annd.test"]


async def test_sending_again_makes_a_new_link_and_keeps_the_thread(office, called, links, registry) -> None:
    first, _other = await queries.invitations(called)
    assert await send_again(called, [first.id, 987654321], office.secretary) == 1
    found = await links(called)
    assert [len(found["nam@annd.test"]), len(found["khach@noikhac.test"])] == [2, 1]
    assert len({*found["nam@annd.test"]}) == 2
    old, new = await database.rows(
        "SELECT message_id FROM meetings.meetings_link WHERE invitation_id = $1 ORDER BY id", first.id
    )
    references = (await queries.message_ids([first.id]))[first.id]
    assert references == (old["message_id"], new["message_id"])


async def test_a_meeting_that_has_begun_takes_no_more_guests(office, called, plan: Plan) -> None:
    later = office.at(plan.starts_at)
    with pytest.raises(Conflict):
        await invite_more(called, [Guest("x", "x@y.test")], later.secretary)


async def test_five_hundred_guests_at_once(
    office, plan: Plan, links: Callable[[int], Awaitable[dict[str, list[str]]]], count_queries
) -> None:
    guests = tuple(Guest(f"Người thứ {n}", f"nguoi{n}@annd.test") for n in range(500))
    with count_queries() as sent:
        meeting_id = await call_meeting(NewMeeting(office.unit_id, plan, guests), office.secretary)
    assert len(await links(meeting_id)) == 500
    assert len(sent) < 60  # one statement for all guests, one job for twenty mails

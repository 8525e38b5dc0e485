import asyncio
from datetime import timedelta

import msgspec
import pytest

from core import db as database
from core.acting import ANONYMOUS, Act
from core.errors import Conflict, Missing, Refused, TooMany
from plugins.meetings.commands import answering
from plugins.meetings.commands.changing import cancel_meeting, change_meeting
from plugins.meetings.domain.answers import Answer
from plugins.meetings.queries import meetings as queries

pytestmark = pytest.mark.anyio
YES = Answer("accepted")
NO = Answer("declined", "Đi công tác tỉnh", "Lê Văn Sáu")


@pytest.fixture
async def token(called, links) -> str:
    ((token,), _other) = (await links(called)).values()
    return token


def visitor(office, moment=None) -> Act:
    return Act(who=ANONYMOUS, at=moment or office.secretary.at, address="203.0.113.9")


async def states(meeting_id: int) -> list[str]:
    return [invitation.answer for invitation in await queries.invitations(meeting_id)]


async def test_an_answer_by_link_counts_for_its_person_only(office, called, token) -> None:
    await answering.answer_by_link(token, NO, visitor(office))
    first, second = await queries.invitations(called)
    assert (first.answer, first.reason, first.substitute, first.source) == (
        *("declined", "Đi công tác tỉnh", "Lê Văn Sáu", "link"),
    )
    assert first.answered_at == office.secretary.at
    assert second.answer == "waiting"


async def test_a_change_of_mind_counts_and_the_history_stays(office, called, token) -> None:
    for answer in (YES, NO, YES):
        await answering.answer_by_link(token, answer, visitor(office))
    book = await queries.guestbook(called)
    first, _second = book.invitations
    assert first.answer == "accepted"
    assert [given.state for given in book.history[first.id]] == ["accepted", "declined", "accepted"]
    assert (book.tally.accepted, book.tally.waiting) == (1, 1)


async def test_history_cannot_be_rewritten(office, token) -> None:
    await answering.answer_by_link(token, YES, visitor(office))
    for statement in ("UPDATE meetings.meetings_answer SET state = 'declined'", "DELETE FROM meetings.meetings_answer"):
        with pytest.raises(Exception, match="history"):
            async with database.transaction():
                await database.execute(statement)


async def test_the_same_answer_twice_is_one_answer(office, called, token) -> None:
    await answering.answer_by_link(token, NO, visitor(office))
    await answering.answer_by_link(token, NO, visitor(office, office.secretary.at + timedelta(minutes=1)))
    first, _second = (await queries.guestbook(called)).invitations
    assert first.answered_at == office.secretary.at
    assert await database.value("SELECT count(*) FROM meetings.meetings_answer") == 1


async def test_an_answer_is_logged_with_its_address_and_told(office, called, token) -> None:
    await answering.answer_by_link(token, YES, visitor(office))
    entry = await database.row("SELECT who, address, unit_id FROM audit.audit_entry WHERE action = 'meetings.answer'")
    assert entry is not None
    assert tuple(entry) == ("", "203.0.113.9", office.unit_id)
    event = msgspec.json.decode(
        await database.value("SELECT body FROM core.core_event WHERE type LIKE '%.MeetingAnswered'")
    )
    assert (event["meeting_id"], event["state"], event["person_id"]) == (
        *(called, "accepted", office.people["Nguyễn Thị Năm"]),
    )


async def test_declining_needs_a_reason(office, called, token) -> None:
    with pytest.raises(Refused) as refusal:
        await answering.answer_by_link(token, Answer("declined"), visitor(office))
    assert refusal.value.problems[0].field == "reason"
    assert await states(called) == ["waiting", "waiting"]


@pytest.mark.parametrize("guess", ["", "x", "A" * 32, "../etc", "đ"])
async def test_an_unknown_link_leads_nowhere(office, called, guess: str) -> None:
    with pytest.raises(Missing):
        await answering.answer_by_link(guess, YES, visitor(office))
    with pytest.raises(Missing):
        await answering.opened_link(guess, visitor(office))


async def test_the_deadline_binds_the_link_but_not_a_telephone_call(office, called, token, plan) -> None:
    after = plan.answer_until + timedelta(seconds=1)
    with pytest.raises(Conflict):
        await answering.answer_by_link(token, YES, visitor(office, after))
    first, _second = await queries.invitations(called)
    await answering.answer_for(first.id, YES, office.at(after).secretary)
    assert await states(called) == ["accepted", "waiting"]
    with pytest.raises(Conflict):
        await answering.answer_for(first.id, NO, office.at(plan.ends_at + timedelta(seconds=1)).secretary)


async def test_what_the_office_writes_down_bears_its_name(office, called) -> None:
    first, _second = await queries.invitations(called)
    await answering.answer_for(first.id, NO, office.secretary)
    (given,) = await queries.history_of(first.id)
    assert (given.source, given.answered_by) == ("staff", office.secretary.who.username)


async def test_another_commune_cannot_answer_for_our_guests(office, called) -> None:
    first, _second = await queries.invitations(called)
    with pytest.raises(Missing):
        await answering.answer_for(first.id, YES, office.stranger)


async def test_a_cancelled_meeting_takes_no_answer(office, called, token) -> None:
    await cancel_meeting(called, "Trùng lịch", office.secretary)
    with pytest.raises(Conflict):
        await answering.answer_by_link(token, YES, visitor(office))


async def test_a_link_dies_a_month_after_its_meeting(office, called, token, plan) -> None:
    await answering.opened_link(token, visitor(office, plan.ends_at + timedelta(days=30)))
    with pytest.raises(Missing):
        await answering.opened_link(token, visitor(office, plan.ends_at + timedelta(days=30, seconds=1)))


async def test_the_link_of_an_older_mail_still_works_after_a_change(office, called, token, links, plan) -> None:
    await change_meeting(called, 1, msgspec.structs.replace(plan, place="Phòng họp số 2"), office.secretary)
    old, new = (await links(called))["nam@annd.test"]
    assert old == token
    await answering.answer_by_link(new, NO, visitor(office))
    await answering.answer_by_link(old, YES, visitor(office))
    assert await states(called) == ["accepted", "waiting"]


async def test_endless_changes_of_mind_end(office, token) -> None:
    for turn in range(answering.MOST_ANSWERS):
        await answering.answer_by_link(token, (YES, NO)[turn % 2], visitor(office))
    with pytest.raises(TooMany):
        await answering.answer_by_link(token, YES, visitor(office))


async def test_answers_during_a_change_of_time_end_without_deadlock_and_none_is_for_the_old_time(
    committed_office, plan, links
) -> None:
    from plugins.meetings.commands.calling import NewMeeting, call_meeting
    from plugins.meetings.domain.guests import Guest

    office = committed_office
    guests = tuple(Guest(f"Người {n}", f"n{n}@annd.test") for n in range(8))
    meeting_id = await call_meeting(NewMeeting(office.unit_id, plan, guests), office.secretary)
    tokens = [token for (token,) in (await links(meeting_id)).values()]
    moved = msgspec.structs.replace(
        plan, starts_at=plan.starts_at + timedelta(hours=1), ends_at=plan.ends_at + timedelta(hours=1)
    )
    await asyncio.gather(
        *(answering.answer_by_link(token, YES, visitor(office)) for token in tokens[:4]),
        change_meeting(meeting_id, 1, moved, office.secretary),
        *(answering.answer_by_link(token, YES, visitor(office)) for token in tokens[4:]),
    )
    book = await queries.guestbook(meeting_id)
    sequences = dict(
        await database.rows("SELECT invitation_id, max(sequence) FROM meetings.meetings_answer GROUP BY invitation_id")
    )
    assert len(sequences) == 8
    for invitation in book.invitations:
        assert invitation.answer == ("accepted" if sequences[invitation.id] == 1 else "waiting")


async def test_an_answer_that_waits_for_a_change_is_an_answer_to_the_new_time(committed_office, plan, links) -> None:
    from plugins.meetings.commands.calling import NewMeeting, call_meeting
    from plugins.meetings.domain.guests import Guest

    office = committed_office
    meeting_id = await call_meeting(
        NewMeeting(office.unit_id, plan, (Guest("Năm", "nam@annd.test"),)), office.secretary
    )
    ((token,),) = (await links(meeting_id)).values()
    moved = msgspec.structs.replace(plan, ends_at=plan.ends_at + timedelta(hours=1))
    async with database.transaction():
        await change_meeting(meeting_id, 1, moved, office.secretary)
        answering_now = database.spawn(answering.answer_by_link(token, YES, visitor(office)))
        await asyncio.sleep(0.5)  # long enough for the answer to reach the locked meeting
    await answering_now
    assert await database.value("SELECT sequence FROM meetings.meetings_answer") == 1
    assert await states(meeting_id) == ["accepted"]

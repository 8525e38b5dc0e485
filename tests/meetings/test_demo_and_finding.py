import random

import pytest

from core import db as database
from core.contributions import DemoContext, SearchQuery
from core.text.viet import search_key
from plugins.meetings.demo import TOPICS, load_week
from plugins.meetings.queries.finding import search

pytestmark = pytest.mark.anyio


async def load(clock) -> None:
    await load_week(DemoContext(at=clock.now(), random=random.Random(2017)))


async def test_the_demonstration_week_is_full_and_sends_nothing(office, clock, mail_server, run_jobs) -> None:
    await load(clock)
    await run_jobs()
    assert await database.value("SELECT count(*) FROM meetings.meetings_meeting") == len(TOPICS)
    assert await database.value("SELECT count(*) FROM meetings.meetings_meeting WHERE status = 'cancelled'") == 1
    answered = await database.value("SELECT count(*) FROM meetings.meetings_answer")
    assert 0 < answered < await database.value("SELECT count(*) FROM meetings.meetings_invitation")
    assert mail_server.taken == []
    states = await database.rows("SELECT DISTINCT state FROM notices.notices_outgoing_mail")
    assert [record["state"] for record in states] == ["withheld"]


async def test_without_anybody_to_invite_the_week_stays_empty(db, clock) -> None:
    await load(clock)
    assert await database.value("SELECT count(*) FROM meetings.meetings_meeting") == 0


@pytest.mark.parametrize(("text", "found"), [("giao ban", True), ("võ văn ba", True), ("100%", False), ("tet", False)])
async def test_meetings_are_found_without_tone_marks_and_only_in_ones_own_units(text, found, office, called) -> None:
    query = SearchQuery(text, search_key(text))
    hits = await search(query, office.secretary.who)
    assert [(hit.title, hit.path) for hit in hits] == (
        [("Họp giao ban tháng 11", f"/staff/meetings/{called}")] if found else []
    )
    assert await search(query, office.stranger.who) == []


async def test_the_first_page_shows_what_is_coming(login, called, clock) -> None:
    own = await login("secretary", "an-ninh-dong")
    page = (await own.get("/staff")).text
    assert "Họp sắp tới" in page
    assert "Họp giao ban tháng 11" in page
    other = await login("secretary", "an-ninh-tay")
    assert "Họp giao ban tháng 11" not in (await other.get("/staff")).text

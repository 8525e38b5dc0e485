"""A dossier is taken in whole or not at all, with its number, its day, its papers and its money."""

import asyncio
from datetime import date, datetime, timedelta

import pytest

from core import db as database
from core.acting import Act
from core.clock import VIETNAM
from core.codes import kind_of
from core.contracts.events import DossierReceived
from core.contributions import Subscription
from core.errors import Conflict, Forbidden, Refused
from core.registry import current
from plugins.onestop.commands import receiving
from plugins.onestop.commands.receiving import receive
from plugins.onestop.commands.slips import digest_of, token_of
from plugins.onestop.queries import dossiers
from plugins.onestop.schemas import HandedIn
from tests.onestop.conftest import BIRTH, MARRIAGE, SPLIT, UNKNOWN, Desk, new_dossier

pytestmark = pytest.mark.anyio


async def count(table: str) -> int:
    return int(await database.value(f"SELECT count(*) FROM {table}"))


async def test_the_number_is_agency_day_and_running_number(desk: Desk) -> None:
    first, second = await desk.take(), await desk.take()
    agency = await database.value("SELECT agency_code FROM offices.offices_unit WHERE code = 'my-hanh-bac'")
    assert first.code == f"{agency}-171122-0001"
    assert second.code == f"{agency}-171122-0002"


async def test_the_running_number_begins_anew_at_local_midnight(desk: Desk) -> None:
    await desk.take()
    desk.clock.at = datetime(2017, 11, 22, 16, 59, 59, tzinfo=desk.clock.at.tzinfo)
    last = await desk.take()
    desk.clock.move(timedelta(seconds=1))
    first = await desk.take()
    assert last.code.endswith("-171122-0002")
    assert first.code.endswith("-171123-0001")


async def test_more_than_9999_a_day_keep_all_digits(desk: Desk) -> None:
    taken = await desk.take()
    await database.execute("UPDATE onestop.onestop_counter SET last = 9999")
    assert (await desk.take()).code == f"{taken.code[:-4]}10000"


async def test_the_day_follows_the_limit(desk: Desk) -> None:
    # Wednesday 09:30 and five working days
    taken = await desk.take(MARRIAGE)
    assert taken.promised_at == datetime(2017, 11, 29, 9, 30, tzinfo=VIETNAM)


async def test_the_same_day_rule(desk: Desk) -> None:
    assert (await desk.take(BIRTH)).promised_at == datetime(2017, 11, 22, 17, tzinfo=VIETNAM)
    desk.clock.move(timedelta(hours=5, minutes=30))
    assert (await desk.take(BIRTH)).promised_at == datetime(2017, 11, 23, 17, tzinfo=VIETNAM)


async def test_no_known_limit_promises_no_day(desk: Desk) -> None:
    taken = await desk.take(UNKNOWN)
    assert taken.promised_at is None
    preview = await receiving.preview(new_dossier(UNKNOWN), desk.act(desk.clerk))
    assert preview is not None
    assert preview.deadline is None


async def test_of_several_limits_the_clerk_chooses(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        await desk.take(SPLIT)
    assert [p.field for p in refused.value.problems] == ["limit"]
    assert await receiving.preview(new_dossier(SPLIT), desk.act(desk.clerk)) is None
    short, long = await desk.take(SPLIT, limit=1), await desk.take(SPLIT, limit=2)
    assert short.promised_at is not None
    assert long.promised_at is not None
    assert long.promised_at - short.promised_at == timedelta(days=14)  # ten working days more
    assert (await desk.take(SPLIT, limit=0)).promised_at is None
    with pytest.raises(Refused):
        await desk.take(SPLIT, limit=9)


async def test_everything_is_written(desk: Desk) -> None:
    taken = await desk.take(
        MARRIAGE,
        papers=[
            HandedIn(paper=2, certified=1),
            HandedIn(name="Ảnh 3x4", photocopies=2),
            HandedIn(paper=1, given=True),
            HandedIn(paper=3),
        ],
        fee=30000,
        fee_paid=True,
        submitter_name="Trần Thị Bích",
    )
    sheet = await dossiers.by_code(taken.code, None)
    assert sheet is not None
    assert (sheet.owner_name, sheet.submitter_name) == ("Nguyễn Minh Hòa", "Trần Thị Bích")
    assert (sheet.fee_due, sheet.fee_paid, sheet.state, sheet.holder_duty) == (30000, 30000, "accepted", "reception")
    assert sheet.submitter_identity == ""
    papers = await dossiers.papers(sheet.id)
    assert [(p.paper, p.originals, p.certified, p.photocopies) for p in papers] == [
        (1, 1, 0, 0),
        (2, 0, 1, 0),
        (None, 0, 0, 2),
    ]
    ledger = await dossiers.ledger(sheet.id)
    assert [(e.kind, e.action, e.amount) for e in ledger] == [
        ("move", "receive", None),
        ("fee", "charged", 30000),
        ("fee", "paid", 30000),
    ]
    [entry] = await database.rows("SELECT * FROM audit.audit_entry WHERE action = 'onestop.receive'")
    assert (entry["subject_id"], entry["who"]) == (str(sheet.id), desk.clerk.username)
    published = await database.value("SELECT body FROM core.core_event WHERE type LIKE '%DossierReceived'")
    assert taken.code in published


async def test_the_slip_opens_the_dossier_and_is_not_stored(desk: Desk) -> None:
    taken = await desk.take()
    sheet = await dossiers.by_code(taken.code, None)
    assert sheet is not None
    token = token_of(sheet)
    assert kind_of(token) is not None
    assert await dossiers.code_of_slip(digest_of(token), None) == taken.code
    everything = await database.value(
        "SELECT string_agg(t::text, ' ') FROM (SELECT d::text AS t FROM onestop.onestop_dossier d"
        " UNION ALL SELECT a::text FROM core.core_answer a UNION ALL SELECT e::text FROM core.core_event e"
        " UNION ALL SELECT u::text FROM audit.audit_entry u) AS every"
    )
    assert token not in everything


async def test_all_problems_are_told_at_once(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        await desk.take(SPLIT, papers=[HandedIn(paper=99, originals=1)])
    assert {p.field for p in refused.value.problems} == {"limit", "papers"}
    assert await count("onestop.onestop_dossier") == 0
    assert await count("onestop.onestop_counter") == 0


@pytest.mark.parametrize("papers", [[], [HandedIn(paper=1)], [HandedIn(originals=1)]])
async def test_a_dossier_without_papers_is_refused(desk: Desk, papers: list[HandedIn]) -> None:
    with pytest.raises(Refused):
        await desk.take(papers=papers)


async def test_an_unknown_procedure_is_refused(desk: Desk) -> None:
    with pytest.raises(Refused) as refused:
        await desk.take("9.999999")
    assert refused.value.problems[0].field == "procedure"


async def test_only_a_clerk_takes_in_and_only_at_his_own_desk(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        await receive(new_dossier(), desk.act(desk.specialist))
    with pytest.raises(Forbidden):
        await receive(new_dossier(unit_id=desk.stranger.unit_id), desk.act(desk.clerk))


async def test_sending_twice_takes_in_once(desk: Desk) -> None:
    first = await desk.take(key="form-1")
    again = await desk.take(key="form-1")
    assert again == first
    assert await count("onestop.onestop_dossier") == 1
    with pytest.raises(Conflict):
        await desk.take(key="form-1", owner_name="Người Khác")
    assert await count("onestop.onestop_dossier") == 1


async def test_a_dossier_keeps_the_version_under_which_it_was_taken(desk: Desk) -> None:
    taken = await desk.take(MARRIAGE)
    day = date(2017, 11, 22)
    await database.execute(
        "UPDATE onestop.onestop_procedure_version v SET effective_to = $1 FROM onestop.onestop_procedure p"
        " WHERE p.id = v.procedure AND p.code = $2",
        day,
        MARRIAGE,
    )
    with pytest.raises(Refused):
        await desk.take(MARRIAGE)
    sheet = await dossiers.by_code(taken.code, None)
    assert sheet is not None
    assert sheet.facts.code == MARRIAGE


async def test_intake_in_few_statements(desk: Desk, count_queries: object) -> None:
    await desk.take()
    with count_queries() as sent:  # type: ignore[operator]
        await desk.take()
        await asyncio.sleep(0)  # the driver tells its loggers a moment later
    # the catalogue with the next id, then everything that is written
    assert len(sent) == 2, sent


async def test_whoever_listens_is_told_in_the_same_transaction(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    async def listen(event: DossierReceived, act: Act) -> None:
        assert database.in_transaction()
        told.append(event.code)

    listener = Subscription(DossierReceived, listen, "in_transaction")
    monkeypatch.setitem(current().subscriptions, DossierReceived, [listener])
    taken = await desk.take()
    assert told == [taken.code]
    stored = await database.value("SELECT body->>'code' FROM core.core_event WHERE type LIKE '%DossierReceived'")
    assert stored == taken.code

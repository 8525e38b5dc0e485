"""Pages of those who convene, as a browser without scripts uses them."""

import re
import tomllib

import msgspec
import pytest

from core import db as database
from core import offices
from core.acting import SYSTEM, Act
from core.offices.commands import hire, load_organisation
from core.offices.domain.organisation import UnitSpec, read_organisation
from core.offices.schemas import PersonFields
from core.settings import config_folder
from plugins.meetings.commands.answering import answer_for
from plugins.meetings.domain.answers import Answer
from plugins.meetings.queries import meetings as queries

pytestmark = pytest.mark.anyio
FORM = {
    "title": "Họp triển khai thu thuế",
    "kind": "deployment",
    "chair": "Võ Văn Ba, Chủ tịch UBND xã",
    "day": "2017-11-30",
    "starts": "08:00",
    "ends": "10:30",
    "place": "Hội trường UBND xã",
    "content": "1. Báo cáo\r\n2. Thảo luận",
}


@pytest.fixture
async def secretary(login, office):
    return await login("secretary", "an-ninh-dong")


@pytest.fixture
async def stranger(login, office):
    return await login("secretary", "an-ninh-tay")


def key_of(page: str) -> str:
    return re.search(r'name="_key" value="([^"]+)"', page)[1]  # type: ignore[index]


async def form_of(client, office, **changes) -> dict[str, object]:
    page = await client.get("/staff/meetings/new")
    assert page.status_code == 200
    sent = {"_key": key_of(page.text), "unit_id": str(office.unit_id), **FORM}
    sent["people"] = [str(office.people["Nguyễn Thị Năm"]), str(office.people["Trần Văn Bốn"])]
    return sent | changes


async def meetings() -> int:
    return int(await database.value("SELECT count(*) FROM meetings.meetings_meeting"))


async def test_a_meeting_is_called_from_the_form(secretary, office, plan) -> None:
    form = await form_of(secretary, office, typed="Khách <khach@noikhac.test>", answer_until="2017-11-29T17:00")
    answer = await secretary.post("/staff/meetings/new", data=form)
    assert answer.status_code == 303
    page = await secretary.get(answer.headers["location"])
    for words in (
        FORM["title"],
        "30/11/2017",
        "08:00",
        "10:30",
        "Nguyễn Thị Năm",
        "Trưởng ấp 1",
        "Khách",
        "2. Thảo luận",
    ):
        assert words in page.text
    meeting = await queries.meeting(int(answer.headers["location"].rsplit("/", 1)[1]))
    assert meeting is not None
    assert meeting.starts_at.isoformat() == "2017-11-30T01:00:00+00:00"
    assert meeting.answer_until.isoformat() == "2017-11-29T10:00:00+00:00"
    assert meeting.content == "1. Báo cáo\n2. Thảo luận"
    listed = await secretary.get("/staff/meetings")
    assert FORM["title"] in listed.text


async def test_the_form_sent_twice_calls_one_meeting(secretary, office) -> None:
    form = await form_of(secretary, office)
    first = await secretary.post("/staff/meetings/new", data=form)
    second = await secretary.post("/staff/meetings/new", data=form)
    assert first.headers["location"] == second.headers["location"]
    assert await meetings() == 1
    assert await database.value("SELECT count(*) FROM notices.notices_outgoing_mail") == 2


async def test_a_whole_unit_is_invited_by_one_tick(secretary, office) -> None:
    answer = await secretary.post(
        "/staff/meetings/new", data=await form_of(secretary, office, people=[], units=[str(office.unit_id)])
    )
    meeting_id = int(answer.headers["location"].rsplit("/", 1)[1])
    # who has no mail address cannot be reached by mail, and the form says so
    assert {i.name for i in await queries.invitations(meeting_id)} == {"Nguyễn Thị Năm", "Trần Văn Bốn"}
    assert "Lê Văn Sáu" in (await secretary.get("/staff/meetings/new")).text


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"day": "2017-11-23"}, "urgent_reason"),
        ({"day": "2017-11-21"}, "starts"),
        ({"day": "9999-12-31"}, "starts"),
        ({"day": "0001-01-01"}, "starts"),
        ({"day": "hôm nay"}, "day"),
        ({"ends": "07:00"}, "ends"),
        ({"starts": "25:00"}, "starts"),
        ({"kind": "party"}, "kind"),
        ({"answer_until": "2017-11-30T09:00"}, "answer_until"),
        ({"people": []}, "people"),
        ({"typed": "không phải địa chỉ"}, "typed"),
        ({"people": ["x"]}, "people"),
        ({"content": "x" * 8001}, "content"),
    ],
)
async def test_a_fault_is_named_beside_its_field_and_nothing_typed_is_lost(changes, field, secretary, office) -> None:
    answer = await secretary.post("/staff/meetings/new", data=await form_of(secretary, office, **changes))
    assert answer.status_code == 422
    assert f'href="#f-{field}"' in answer.text
    assert f'id="f-{field}"' in answer.text
    assert "Võ Văn Ba, Chủ tịch UBND xã" in answer.text
    if "people" not in changes:
        ticked = re.findall(r'name="people" value="(\d+)" checked', answer.text)
        assert len(ticked) == 2
    assert await meetings() == 0


async def test_an_id_from_another_commune_is_not_invited(secretary, office, login) -> None:
    from core.acting import SYSTEM, Act
    from core.offices.commands import hire
    from core.offices.schemas import PersonFields

    foreign = await hire(
        PersonFields(full_name="Người xã khác", unit_id=office.other_unit_id, email="khac@annt.test"),
        Act(who=SYSTEM, at=office.secretary.at),
    )
    answer = await secretary.post("/staff/meetings/new", data=await form_of(secretary, office, people=[str(foreign)]))
    assert answer.status_code == 422
    assert await meetings() == 0


async def test_a_meeting_cannot_be_called_in_another_communes_name(secretary, office) -> None:
    form = await form_of(secretary, office, unit_id=str(office.other_unit_id))
    assert (await secretary.post("/staff/meetings/new", data=form)).status_code == 403
    assert (await secretary.get(f"/staff/meetings/new?unit={office.other_unit_id}")).status_code == 403
    assert await meetings() == 0


async def test_the_page_shows_who_answered_what(secretary, office, called) -> None:
    first, _second = await queries.invitations(called)
    await answer_for(first.id, Answer("declined", "Đi công tác tỉnh", "Lê Văn Sáu"), office.secretary)
    page = (await secretary.get(f"/staff/meetings/{called}")).text
    for words in ("1 trong 2 người đã trả lời", "Vắng mặt", "Đi công tác tỉnh", "Dự thay: Lê Văn Sáu", "văn phòng ghi"):
        assert words in page


async def test_another_commune_sees_nothing_of_a_meeting(stranger, called, office) -> None:
    first, _second = await queries.invitations(called)
    pages = ("", "/edit", "/cancel", "/invite", f"/guests/{first.id}")
    assert [(await stranger.get(f"/staff/meetings/{called}{page}")).status_code for page in pages] == [404] * 5
    assert "Họp giao ban tháng 11" not in (await stranger.get("/staff/meetings")).text
    posts = (
        ("/edit", {**FORM, "version": "1"}),
        ("/cancel", {"reason": "phá"}),
        ("/invite", {"typed": "a@b.test"}),
        ("/send-again", {"key": str(first.id)}),
        (f"/guests/{first.id}", {"state": "accepted"}),
    )
    for path, data in posts:
        assert (await stranger.post(f"/staff/meetings/{called}{path}", data=data)).status_code == 404
    meeting = await queries.meeting(called)
    assert meeting is not None
    assert (meeting.version, meeting.status) == (1, "called")
    assert [i.answer for i in await queries.invitations(called)] == ["waiting", "waiting"]


async def test_readers_may_look_and_not_touch(login, called) -> None:
    clerk = await login("clerk", "an-ninh-dong")
    page = await clerk.get(f"/staff/meetings/{called}")
    assert page.status_code == 200
    assert "/edit" not in page.text
    for path in ("/edit", "/cancel", "/invite"):
        assert (await clerk.get(f"/staff/meetings/{called}{path}")).status_code == 403
    assert (await clerk.post(f"/staff/meetings/{called}/cancel", data={"reason": "phá"})).status_code == 403


async def test_nobody_gets_in_without_a_log_in(client, called) -> None:
    for path in ("", "/new", f"/{called}"):
        assert (await client.get(f"/staff/meetings{path}")).status_code in {302, 303, 401}


async def test_a_change_is_saved_and_an_older_copy_is_refused(secretary, called) -> None:
    page = (await secretary.get(f"/staff/meetings/{called}/edit")).text
    assert 'value="2017-11-29"' in page
    assert 'value="08:00"' in page
    sent = {**FORM, "day": "2017-11-29", "version": "1"}
    assert (await secretary.post(f"/staff/meetings/{called}/edit", data=sent)).status_code == 303
    stale = await secretary.post(f"/staff/meetings/{called}/edit", data={**sent, "place": "Phòng khác"})
    assert stale.status_code == 409
    assert "Người khác vừa sửa" in stale.text
    meeting = await queries.meeting(called)
    assert meeting is not None
    assert (meeting.title, meeting.version) == (FORM["title"], 2)


async def test_cancelling_asks_for_the_reason(secretary, called) -> None:
    empty = await secretary.post(f"/staff/meetings/{called}/cancel", data={"reason": ""})
    assert empty.status_code == 422
    done = await secretary.post(f"/staff/meetings/{called}/cancel", data={"reason": "Trùng lịch họp huyện"})
    assert done.status_code == 303
    page = (await secretary.get(f"/staff/meetings/{called}")).text
    assert "Đã hủy" in page
    assert "Trùng lịch họp huyện" in page
    assert "/edit" not in page


async def test_an_answer_by_telephone_is_written_down(secretary, called) -> None:
    first, _second = await queries.invitations(called)
    path = f"/staff/meetings/{called}/guests/{first.id}"
    missing = await secretary.post(path, data={"state": "declined"})
    assert missing.status_code == 422
    assert (await secretary.post(path, data={"state": "declined", "reason": "Ốm"})).status_code == 303
    page = (await secretary.get(path)).text
    assert "Ốm" in page
    assert "secretary.an-ninh-dong" in page


async def test_the_invitation_is_sent_again_to_those_ticked(secretary, called, links) -> None:
    first, _second = await queries.invitations(called)
    answer = await secretary.post(f"/staff/meetings/{called}/send-again", data={"key": [str(first.id)]})
    assert answer.status_code == 303
    assert {address: len(tokens) for address, tokens in (await links(called)).items()} == {
        "nam@annd.test": 2,
        "khach@noikhac.test": 1,
    }
    none = await secretary.post(f"/staff/meetings/{called}/send-again", data={})
    assert none.status_code == 422


async def test_more_people_are_invited_later(secretary, called, office) -> None:
    page = (await secretary.get(f"/staff/meetings/{called}/invite")).text
    assert "đã mời" in page
    sent = {"people": [str(office.people["Trần Văn Bốn"])], "typed": "khach@noikhac.test"}
    assert (await secretary.post(f"/staff/meetings/{called}/invite", data=sent)).status_code == 303
    assert [i.name for i in await queries.invitations(called)][2:] == ["Trần Văn Bốn"]


async def test_lists_filter_and_export(secretary, called) -> None:
    assert "Họp giao ban tháng 11" in (await secretary.get("/staff/meetings?q=giao+ban")).text
    assert "Họp giao ban tháng 11" in (await secretary.get("/staff/meetings?unanswered=1&kind=briefing")).text
    assert "Họp giao ban tháng 11" not in (await secretary.get("/staff/meetings?status=cancelled")).text
    assert "Họp giao ban tháng 11" in (await secretary.get("/staff/meetings?from=2017-11-29&to=2017-11-29")).text
    assert "Họp giao ban tháng 11" not in (await secretary.get("/staff/meetings?from=2017-11-30")).text
    table = await secretary.get("/staff/meetings?format=csv")
    assert table.status_code == 200
    assert "Họp giao ban tháng 11" in table.text


@pytest.mark.parametrize(
    "path", ["", "/new", "/{id}", "/{id}/edit", "/{id}/cancel", "/{id}/invite", "/{id}/guests/{guest}"]
)
async def test_every_page_speaks_english(path, secretary, called) -> None:
    first, _second = await queries.invitations(called)
    address = path.replace("{id}", str(called)).replace("{guest}", str(first.id))
    page = await secretary.get(f"/en/staff/meetings{address}")
    assert page.status_code == 200
    for words in ("Người được mời", "Mời họp", "Câu trả lời", "Tình trạng", "Lý do", "Chủ trì"):
        assert words not in page.text


async def test_hamlets_of_the_same_name_are_told_apart_by_their_commune(login, office) -> None:
    system = Act(who=SYSTEM, at=office.secretary.at)
    communes = ("an-ninh-dong", "an-ninh-tay")
    hamlets = [UnitSpec(code=f"{commune}.ap-1", parent=commune, kind="hamlet", name="Ấp 1") for commune in communes]
    shipped = read_organisation(tomllib.loads((config_folder() / "organisation.toml").read_text("utf-8")))
    await load_organisation(msgspec.structs.replace(shipped, unit=(*shipped.unit, *hamlets)), system)
    for hamlet in hamlets:
        unit = await offices.find_unit(hamlet.code)
        assert unit is not None
        await hire(PersonFields("Lê Thị Ấp", unit.id, "Trưởng ấp", f"{unit.id}@duchoa.test"), system)
    page = (await (await login("secretary", "duc-hoa")).get("/staff/meetings/new")).text
    for name in ("Ấp 1, Xã An Ninh Đông", "Ấp 1, Xã An Ninh Tây"):
        assert page.count(f"<summary>{name} ") == 1

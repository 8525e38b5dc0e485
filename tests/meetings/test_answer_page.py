"""The page behind the link: without log-in, without scripts, and safe from those who only look."""

from datetime import timedelta

import httpx
import pytest

from core import db as database
from plugins.meetings.commands.changing import cancel_meeting
from plugins.meetings.queries import meetings as queries

pytestmark = pytest.mark.anyio
YES = {"state": "accepted"}


@pytest.fixture
async def token(called, links) -> str:
    ((token,), _other) = (await links(called)).values()
    return token


@pytest.fixture
async def answers():
    async def read() -> list[str]:
        found = await database.rows("SELECT state FROM meetings.meetings_answer ORDER BY id")
        return [record["state"] for record in found]

    return read


async def test_the_page_says_what_the_meeting_is_and_to_whom(client, token) -> None:
    page = await client.get(f"/hop/{token}")
    assert page.status_code == 200
    for words in (
        *("Họp giao ban tháng 11", "Nguyễn Thị Năm", "Ủy ban nhân dân xã An Ninh Đông", "Hội trường UBND xã"),
        *("Võ Văn Ba, Chủ tịch UBND xã", "2. Làm đường", "29/11/2017", "08:00", "10:00"),
    ):
        assert words in page.text
    assert "khach@noikhac.test" not in page.text


async def test_looking_changes_nothing(client, token, called, answers) -> None:
    before = await database.value("SELECT max(id) FROM audit.audit_entry")
    for address in (f"/hop/{token}", f"/hop/{token}?state=accepted", f"/hop/{token}?saved=true", f"/en/hop/{token}"):
        assert (await client.get(address)).status_code == 200
        assert (await client.head(address)).status_code == 200
    assert (await client.options(f"/hop/{token}")).status_code in {200, 204, 405}
    assert await answers() == []
    assert [i.answer for i in await queries.invitations(called)] == ["waiting", "waiting"]
    assert await database.value("SELECT max(id) FROM audit.audit_entry") == before


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
async def test_other_methods_do_nothing(method: str, client, token, answers) -> None:
    assert (await client.request(method, f"/hop/{token}", data=YES)).status_code == 405
    assert await answers() == []


async def test_the_button_records_the_answer_and_shows_it(client, token, called, answers) -> None:
    posted = await client.post(f"/hop/{token}", data={**YES, "reason": "Sẽ đến muộn 15 phút"})
    assert posted.status_code == 303
    page = await client.get(posted.headers["location"])
    assert "Đã ghi nhận câu trả lời: Tham dự" in page.text
    assert "Sẽ đến muộn 15 phút" in page.text
    assert await answers() == ["accepted"]
    first, _second = await queries.invitations(called)
    assert (first.answer, first.source) == ("accepted", "link")


async def test_the_answer_can_be_changed_by_the_same_link(client, token, answers) -> None:
    await client.post(f"/hop/{token}", data=YES)
    await client.post(f"/hop/{token}", data={"state": "declined", "reason": "Ốm", "substitute": "Lê Văn Sáu"})
    page = await client.get(f"/hop/{token}")
    assert "Đổi câu trả lời" in page.text
    assert "Lê Văn Sáu" in page.text
    assert await answers() == ["accepted", "declined"]


async def test_a_double_click_is_one_answer(client, token, answers) -> None:
    await client.post(f"/hop/{token}", data=YES)
    await client.post(f"/hop/{token}", data=YES)
    assert await answers() == ["accepted"]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Chưa điền: Câu trả lời"),
        ({"state": "maybe"}, "Câu trả lời"),
        ({"state": "declined"}, "Hãy ghi lý do vắng mặt"),
        ({"state": "declined", "reason": "x" * 501}, "Lý do"),
    ],
)
async def test_what_is_missing_is_said_and_what_was_typed_stays(sent, words, client, token, answers) -> None:
    page = await client.post(f"/hop/{token}", data={**sent, "substitute": "Lê Văn Sáu"})
    assert page.status_code == 422
    assert words in page.text
    assert "Lê Văn Sáu" in page.text
    assert await answers() == []


async def test_after_the_deadline_the_page_only_tells(client, token, clock, plan, answers) -> None:
    clock.move(plan.answer_until - clock.now() + timedelta(seconds=1))
    page = await client.get(f"/hop/{token}")
    assert "Đã hết hạn trả lời" in page.text
    assert "<form" not in page.text
    assert "0272 385 0001" in page.text
    refused = await client.post(f"/hop/{token}", data=YES)
    assert refused.status_code == 409
    assert "Đã hết hạn trả lời" in refused.text
    assert await answers() == []


async def test_a_cancelled_meeting_says_why(client, token, called, office, answers) -> None:
    await cancel_meeting(called, "Trùng lịch họp huyện", office.secretary)
    page = await client.get(f"/hop/{token}")
    assert "Cuộc họp này đã hủy" in page.text
    assert "Trùng lịch họp huyện" in page.text
    assert (await client.post(f"/hop/{token}", data=YES)).status_code == 409
    assert await answers() == []


@pytest.mark.parametrize("token", ["x", "A" * 32, "A" * 64, "%00", "a%2Fb"])
async def test_an_unknown_link_is_not_found(token: str, client) -> None:
    for answer in (await client.get(f"/hop/{token}"), await client.post(f"/hop/{token}", data=YES)):
        assert answer.status_code == 404
        assert "Traceback" not in answer.text


async def test_the_address_is_kept_from_caches_search_engines_and_other_sites(client, token) -> None:
    page = await client.get(f"/hop/{token}")
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    assert page.headers["referrer-policy"] == "no-referrer"


async def test_a_foreign_site_cannot_send_the_answer(client, token, answers) -> None:
    for headers in ({"origin": "https://evil.test"}, {"sec-fetch-site": "cross-site"}):
        answer = await client.post(f"/hop/{token}", data=YES, headers=headers)
        assert answer.status_code == 403
    assert await answers() == []


async def test_the_page_speaks_english(client, token) -> None:
    page = await client.get(f"/en/hop/{token}")
    for words in ("Please say whether you can attend", "Attending", "Send the answer", "Regular briefing"):
        assert words in page.text
    assert "Câu trả lời" not in page.text
    assert 'action="/en/hop/' in page.text


async def test_what_staff_typed_is_shown_as_text(client, office, plan, links) -> None:
    import msgspec

    from plugins.meetings.commands.calling import NewMeeting, call_meeting
    from plugins.meetings.domain.guests import Guest

    evil = "<script>alert(1)</script>"
    odd = msgspec.structs.replace(plan, title=evil, content=evil, place=evil)
    meeting_id = await call_meeting(NewMeeting(office.unit_id, odd, (Guest(evil, "a@b.test"),)), office.secretary)
    (token,) = (await links(meeting_id))["a@b.test"]
    page: httpx.Response = await client.get(f"/hop/{token}")
    assert evil not in page.text
    assert "&lt;script&gt;" in page.text

"""A new day for the applicant: the apology is offered, filled in, and names the day before and the new one."""

from datetime import UTC, date, datetime

import httpx
import pytest

from core.accounts.testing import log_in
from core.errors import Refused
from plugins.onestop.clock.commands.reappointing import reappoint
from plugins.onestop.clock.schemas import Reappointment
from plugins.onestop.papers.commands.issuing import issue
from plugins.onestop.papers.schemas import Apology
from tests.onestop.clock.conftest import Track, appraising
from tests.onestop.conftest import Desk
from tests.onestop.papers.reading import needs_poppler, text_of
from tests.onestop.papers.test_papers import made

pytestmark = pytest.mark.anyio
NEW = datetime(2017, 12, 1, 10, 0, tzinfo=UTC)  # Friday 1 December, closing time


@pytest.fixture
async def anew(desk: Desk) -> Track:
    """A dossier promised for 29 November, 09:30, and then for 1 December."""
    track = await appraising(desk)
    data = Reappointment(await track.revision(), date(2017, 12, 1), "Chờ xác minh")
    assert await reappoint(track.code, data, desk.act(desk.specialist)) == NEW
    return track


async def test_the_page_offers_the_form_filled_with_the_new_day(client: httpx.AsyncClient, anew: Track) -> None:
    clerk = await log_in(client, anew.desk.clerk, anew.desk.clock.now())
    path = f"/staff/dossiers/{anew.code}"
    page = (await clerk.get(path)).text
    assert "Lập phiếu xin lỗi và hẹn lại" in page
    assert page.count(f'href="{path}/papers/apology"') == 2
    form = (await clerk.get(f"{path}/papers/apology")).text
    assert 'value="2017-12-01T17:00"' in form
    assert "Chờ xác minh" in form


@needs_poppler
async def test_it_names_the_day_before_and_the_new_one(anew: Track) -> None:
    text = text_of(await made(anew.desk, anew.code, "apology", Apology("Chờ xác minh", NEW)))
    assert "09 giờ 30 phút, ngày 29 tháng 11 năm 2017" in text
    assert "17 giờ 00 phút, ngày 01 tháng 12 năm 2017" in text


async def test_another_day_than_the_promised_one_is_refused(anew: Track) -> None:
    other = Apology("Chờ xác minh", NEW.replace(day=8))
    with pytest.raises(Refused, match="01/12/2017") as refused:
        await issue(anew.code, "apology", other, anew.desk.act(anew.desk.clerk))
    assert refused.value.problems[0].field == "new_due_at"

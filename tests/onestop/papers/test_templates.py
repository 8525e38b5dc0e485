"""An office's own wording of a form: saved when it compiles, used in its units, versioned, fenced in, taken back."""

import re
from collections.abc import Callable

import httpx
import pytest

from core.accounts.testing import log_in, staff
from core.errors import Conflict, Forbidden, Refused
from core.printing import pdf
from plugins.onestop.papers.commands.printing import print_receipt
from plugins.onestop.papers.commands.templates import save_template, shipped_path
from plugins.onestop.papers.domain.forms import Form
from plugins.onestop.papers.forms import form_of, forms
from plugins.onestop.papers.samples import sample
from tests.onestop.conftest import Desk
from tests.onestop.papers.reading import needs_poppler, text_of

pytestmark = [pytest.mark.anyio, needs_poppler]
RECEIPT = form_of("receipt", "2018")
OWN = (
    '#import "@motcua/official:1.0.0": *\n#show: official.with(title: data.title)\n= Giấy của xã: #data.dossier_code\n'
)
PAGE = "/staff/paper-templates/2018/receipt"


@pytest.mark.parametrize("form", forms().everything(), ids=lambda form: f"{form.set_code}-{form.spec.kind}")
def test_every_shipped_template_prints_its_sample(form: Form, desk_at: Callable[[], object]) -> None:
    text = text_of(pdf(shipped_path(form.spec.kind), sample(form), desk_at()))  # type: ignore[arg-type]
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text or form.spec.kind == "fee_receipt"
    assert " ".join(form.spec.title.upper().split()[:4]) in text
    assert form.mark in text


@pytest.fixture
def desk_at(clock: object) -> Callable[[], object]:
    return clock.now  # type: ignore[attr-defined, no-any-return]


async def test_a_commune_prints_with_its_district_s_template_until_it_has_one_of_its_own(desk: Desk) -> None:
    code = (await desk.take()).code
    district = desk.act(await staff("admin", "duc-hoa", desk.clock.now()))
    commune = desk.act(await staff("admin", "my-hanh-bac", desk.clock.now()))
    assert await save_template(RECEIPT, OWN.replace("xã", "huyện"), 0, "", sample(RECEIPT), district) == 1
    assert "Giấy của huyện" in text_of((await print_receipt(code, desk.act(desk.clerk))).content)
    assert await save_template(RECEIPT, OWN, 0, "", sample(RECEIPT), commune) == 1
    assert "Giấy của xã" in text_of((await print_receipt(code, desk.act(desk.clerk))).content)
    assert await save_template(RECEIPT, None, 1, "", {}, commune) == 2
    assert "Giấy của huyện" in text_of((await print_receipt(code, desk.act(desk.clerk))).content)


async def test_a_template_that_fails_with_a_dossier_s_data_gives_way_to_the_shipped_one(desk: Desk) -> None:
    code = (await desk.take()).code
    admin = desk.act(await staff("admin", "my-hanh-bac", desk.clock.now()))
    picky = OWN + '#if data.owner_name != "Trần Văn Phước" { panic("who is that?") }\n'
    await save_template(RECEIPT, picky, 0, "", sample(RECEIPT), admin)
    assert "GIẤY TIẾP NHẬN HỒ SƠ" in text_of((await print_receipt(code, desk.act(desk.clerk))).content)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("\n\n#nobody", "Dòng 3: không có biến nào tên “nobody”"),
        ('#import "@motcua/official:1.0.0": *\n#data.nothing', "Dòng 2: dữ liệu của giấy không có mục “nothing”"),
        ('#read("/etc/passwd")', "Dòng 1: mẫu không đọc được tệp nào"),
        ('#read("/proc/self/environ")', "Dòng 1: mẫu không đọc được tệp nào"),
        ('#read("../../../etc/passwd")', "Dòng 1: mẫu không đọc được tệp nào"),
        ('a\n#import "@preview/cetz:0.3.0"', "Dòng 2: mẫu không dùng được gói ngoài"),
        ("#let x = (", "Dòng 1: dấu ngoặc mở mà không đóng"),
        ('#let x = "eight by" * 500000000\n#x.len()', "quá nhiều bộ nhớ"),
    ],
)
async def test_what_is_wrong_is_said_with_its_line_and_nothing_is_saved(desk: Desk, source: str, said: str) -> None:
    admin = desk.act(await staff("admin", "my-hanh-bac", desk.clock.now()))
    with pytest.raises(Refused, match=re.escape(said)):
        await save_template(RECEIPT, source, 0, "", sample(RECEIPT), admin)
    assert await save_template(RECEIPT, OWN, 0, "", sample(RECEIPT), admin) == 1


async def test_two_editors_do_not_overwrite_each_other(desk: Desk) -> None:
    admin = desk.act(await staff("admin", "my-hanh-bac", desk.clock.now()))
    await save_template(RECEIPT, OWN, 0, "", sample(RECEIPT), admin)
    with pytest.raises(Conflict):
        await save_template(RECEIPT, OWN, 0, "", sample(RECEIPT), admin)


async def test_a_clerk_edits_nothing(client: httpx.AsyncClient, desk: Desk) -> None:
    with pytest.raises(Forbidden):
        await save_template(RECEIPT, OWN, 0, "", sample(RECEIPT), desk.act(desk.clerk))
    clerk = await log_in(client, desk.clerk, desk.clock.now())
    assert (await clerk.get("/staff/paper-templates")).status_code == 403
    assert (await clerk.post(f"{PAGE}/preview", data={"source": OWN})).status_code == 403


async def test_the_pages_of_templates(client: httpx.AsyncClient, desk: Desk) -> None:
    admin = await log_in(client, await staff("admin", "my-hanh-bac", desk.clock.now()), desk.clock.now())
    listed = (await admin.get("/staff/paper-templates")).text
    assert "Chưa kiểm chứng" in listed
    assert "Thông tư 03/2025/TT-VPCP" in listed
    shown = (await admin.get(PAGE)).text
    assert "data:image/png;base64," in shown
    assert "#import &#34;@motcua/official:1.0.0&#34;" in shown
    preview = (await admin.post(f"{PAGE}/preview", data={"source": "ok\n#nobody"})).text
    assert "Dòng 2" in preview
    assert "<code>#nobody</code>" in preview
    printed = await admin.post(f"{PAGE}/pdf", data={"source": OWN})
    assert "Giấy của xã" in text_of(printed.content)
    wrong = await admin.post(PAGE, data={"source": "#nobody", "base": "0"})
    assert wrong.status_code == 422
    assert "không có biến nào tên" in wrong.text
    saved = await admin.post(PAGE, data={"source": OWN + "  #h(2mm)\r\n", "base": "0", "note": "Đổi tiêu đề"})
    assert saved.status_code == 303
    again = (await admin.get(PAGE)).text
    assert "Đổi tiêu đề" in again
    assert "  #h(2mm)\n" in again  # blanks at the beginning of a line belong to the template
    back = await admin.post(f"{PAGE}/shipped", data={"base": "1"})
    assert back.status_code == 303
    assert "Có sẵn" in (await admin.get(PAGE)).text
    assert (await admin.get("/staff/paper-templates/2018/stop")).status_code == 404
    assert (await admin.get("/staff/paper-templates/rieng/fee_receipt")).status_code == 200


def test_templates_lie_where_they_are_looked_for() -> None:
    assert [form for form in forms().everything() if not shipped_path(form.spec.kind).is_file()] == []

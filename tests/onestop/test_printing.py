import io
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from core.codes import normalise, slip_token
from core.printing import official_date, official_moment, pdf, png
from plugins.onestop.papers.commands.templates import shipped_path
from plugins.onestop.papers.forms import form_of
from plugins.onestop.papers.samples import sample
from plugins.onestop.printing import SlipData, SlipPaper, template_data

AT = datetime(2026, 2, 3, 1, 6, tzinfo=UTC)
TOKEN = slip_token(b"a key of an installation, secret", 128, 1)
HOST = "motcua.duchoa.longan.gov.vn"


ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SLIP_FIELDS = set(SlipData.__struct_fields__)


def slip_template() -> Path:
    return shipped_path("receipt")


def slip(**changes: Any) -> dict[str, Any]:
    """Return what form 01 gets: of a slip's own fields, of the heading and the dossier."""
    own: dict[str, Any] = {
        "documents": [
            SlipPaper(name="Phiếu yêu cầu đăng ký", originals=1),
            SlipPaper(name="Hợp đồng bảo đảm", originals=1, certified_copies=3),
            SlipPaper(name="Giấy chứng nhận quyền sử dụng đất", photocopies=2),
        ],
        "token": TOKEN,
        "base_url": f"https://{HOST}",
        "tracking_phone": "0272 3851 234",
        "fee": 80_000,
        "fee_paid": True,
        "logbook": "02/2026",
        "logbook_line": "128",
    }
    around = sample(form_of("receipt", "2018")) | {
        "parent_agency": "Ủy ban nhân dân huyện Đức Hòa",
        "agency": "Bộ phận Tiếp nhận và Trả kết quả",
        "place_date": f"Đức Hòa, {official_date(date(2026, 2, 3))}",
        "dossier_code": "H39.12-260203-0128",
        "receiving_unit": "Bộ phận Tiếp nhận và Trả kết quả huyện Đức Hòa",
        "channel": "trực tiếp",
        "submitter_address": "số 12, ấp Bình Tiền 2, xã Đức Hòa Hạ",
        "owner_address": "ấp Bình Tiền 2, xã Đức Hòa Hạ",
        "received_at": official_moment(datetime(2026, 2, 3, 1, 5, tzinfo=UTC), ZONE),
        "due_at": official_moment(datetime(2026, 2, 6, 9, 30, tzinfo=UTC), ZONE),
        "collection_place": "Quầy số 3",
    }
    own |= {name: value for name, value in changes.items() if name in SLIP_FIELDS}
    around |= {name: value for name, value in changes.items() if name not in SLIP_FIELDS}
    return around | template_data(SlipData(**own))


def lines_of(paper: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages).split())


def test_the_slip_says_everything_the_form_asks_for() -> None:
    text = lines_of(pdf(slip_template(), slip(), AT))
    for said in (
        "ỦY BAN NHÂN DÂN HUYỆN ĐỨC HÒA",
        "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 128/TNHS",
        "Đức Hòa, ngày 03 tháng 02 năm 2026",
        "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ",
        "Mã hồ sơ: H39.12-260203-0128",
        "Tiếp nhận hồ sơ của: Nguyễn Thị Mỹ Hạnh",
        "Hình thức nộp: trực tiếp",
        "Địa chỉ: số 12, ấp Bình Tiền 2, xã Đức Hòa Hạ",
        "Số điện thoại: 0912 345 678",
        "Số định danh/CCCD: 080190001234",
        "Nội dung yêu cầu giải quyết: Đăng ký biện pháp bảo đảm bằng quyền sử dụng đất (mã thủ tục 1.011441)",
        "Chủ hồ sơ: Trần Văn Phước; địa chỉ: ấp Bình Tiền 2, xã Đức Hòa Hạ",
        "1 Phiếu yêu cầu đăng ký 1",
        "2 Hợp đồng bảo đảm 1 3",
        "3 Giấy chứng nhận quyền sử dụng đất 2",
        "Số lượng hồ sơ: 1 (bộ)",
        "Thời gian giải quyết theo quy định: 03 ngày làm việc",
        "Thời gian nhận hồ sơ: 08 giờ 05 phút, ngày 03 tháng 02 năm 2026",
        "Thời gian trả kết quả: 16 giờ 30 phút, ngày 06 tháng 02 năm 2026",
        "Đăng ký nhận kết quả tại: Quầy số 3",
        "Phí, lệ phí: 80.000 đồng (đã nộp)",
        "Quyển số: 02/2026",
        "Số thứ tự: 128",
        f"Tra cứu hồ sơ: {HOST}/tra-cuu",
        "0272 3851 234",
        "NGƯỜI NỘP HỒ SƠ",
        "NGƯỜI TIẾP NHẬN HỒ SƠ",
        "Lê Hoàng Minh",
    ):
        assert said in text, said


def test_it_is_one_a5_page_and_archivable() -> None:
    reader = PdfReader(io.BytesIO(pdf(slip_template(), slip(), AT)))
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (148, 210)
    assert reader.metadata is not None
    assert reader.metadata.title == "Giấy tiếp nhận hồ sơ và hẹn trả kết quả H39.12-260203-0128"
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp


def codes_on(image: Image.Image) -> dict[str, str]:
    return {found.format.name: found.text for found in zxingcpp.read_barcodes(image)}


@pytest.mark.parametrize(("dpi", "one_bit"), [(300, False), (203.2, True)])
def test_both_codes_are_read_from_the_page(dpi: float, one_bit: bool) -> None:
    for record_id in range(1, 9):
        token = slip_token(b"a key of an installation, secret", record_id, 1)
        page = Image.open(io.BytesIO(png(slip_template(), slip(token=token), dpi)[0])).convert("L")
        if one_bit:
            page = page.point(lambda grey: 255 if grey > 127 else 0)
        assert codes_on(page) == {"Code128": token, "QRCode": f"https://{HOST}/q/{token}"}


def printed(paper: Path, *options: str) -> Iterator[Image.Image]:
    subprocess.run(["pdftoppm", *options, str(paper), str(paper.with_suffix(""))], check=True)
    for page in sorted(paper.parent.glob("*.p?m")):
        yield Image.open(page).convert("L")


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler's pdftoppm is not installed")
@pytest.mark.parametrize("options", [("-r", "300", "-gray"), ("-r", "203", "-mono"), ("-r", "600", "-mono")])
def test_both_codes_survive_another_program_s_rendering_of_the_pdf(tmp_path: Path, options: tuple[str, ...]) -> None:
    paper = tmp_path / "slip.pdf"
    paper.write_bytes(pdf(slip_template(), slip(), AT))
    pages = [codes_on(page) for page in printed(paper, *options)]
    assert pages == [{"Code128": TOKEN, "QRCode": f"https://{HOST}/q/{TOKEN}"}]


def test_what_the_phone_opens_is_what_the_scanner_types() -> None:
    assert normalise(f"https://{HOST}/q/{TOKEN}", hosts=[HOST]).codes == normalise(TOKEN).codes == (TOKEN,)


def test_without_optional_values_there_are_dots_to_write_on_and_no_empty_labels() -> None:
    bare = slip(
        parent_agency="", documents=[], submitter_address="", submitter_phone="", channel="",
        identity_number="", owner_address="", procedure_code="", tracking_phone="", fee=None, logbook="",
        logbook_line="", due_at="", collection_place="", officer_name="",
    )  # fmt: skip
    text = lines_of(pdf(slip_template(), bare, AT))
    for absent in ("Số điện thoại", "Số định danh", "Quyển số", "Phí, lệ phí", "Hình thức nộp", "STT"):
        assert absent not in text
    for label in ("Địa chỉ: .", "Thời gian trả kết quả: .", "Đăng ký nhận kết quả tại: ."):
        assert label in text


@pytest.mark.parametrize(
    ("fee", "paid", "words"),
    [(0, False, "không thu"), (80_000, False, "80.000 đồng (chưa nộp)"), (80_000, True, "80.000 đồng (đã nộp)")],
)
def test_the_fee_in_words(fee: int, paid: bool, words: str) -> None:
    assert slip(fee=fee, fee_paid=paid)["fee"] == words


def test_a_long_list_of_papers_goes_on_with_its_head_and_the_codes_stay_on_page_one() -> None:
    papers = [SlipPaper(name=f"Giấy tờ số {number}", originals=1) for number in range(1, 41)]
    data = slip(documents=papers)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf(slip_template(), data, AT))).pages]
    assert len(pages) >= 2
    assert all("Tên giấy tờ" in page for page in pages[:2])
    assert all(f"Trang {number}/{len(pages)}" in page for number, page in enumerate(pages, 1))
    images = [Image.open(io.BytesIO(page)) for page in png(slip_template(), data, 200)]
    assert [sorted(codes_on(image)) for image in images] == [["Code128", "QRCode"]] + [[]] * (len(images) - 1)


def test_a_citizen_s_text_is_never_typst() -> None:
    name = '#pagebreak() *Hạnh* #eval("1") $x$'
    paper = pdf(slip_template(), slip(submitter_name=name), AT)
    assert f"Tiếp nhận hồ sơ của: {name}" in lines_of(paper)
    assert len(PdfReader(io.BytesIO(paper)).pages) == 1

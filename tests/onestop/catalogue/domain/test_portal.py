"""A page of the portal becomes a row, from the whole text even where the crawler cut it in the middle of a sentence."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.catalogue.domain.portal import is_page, read_page
from plugins.onestop.domain.catalogue import read_catalogue

WAYS = "Hình thức nộpThời gianPhí, lệ phíMô tảTrực tiếp7 Ngày150,000 VNĐ(Căn cứ pháp lý: Thông tư 269/2016/TT-BTC)"
PAPERS = "--Tên giấy tờMẫu đơn, tờ khaiSố lượngTờ khai1 bản chính"
GROUNDS = (
    "Tên văn bản pháp lýMã văn bảnLuật Hộ tịch60/2014/QH13Luật Bảo vệ môi trường năm 202072/2020/QH14"
    "Nghị quyết66.7/2025/NQ-CP"
)
RESULTS = "Giấy khai sinhMã: KQ.G15.000031Trích lụcMã: KQ.G15.000032Từ khóaKhông có thông tinMô tảKhông có thông tin"


def page(**changes: str) -> dict[str, Any]:
    return {
        "ma_thu_tuc": "1.001193",
        "ten_thu_tuc": ". Thủ tục đăng ký khai sinh",
        "linh_vuc": "Hộ tịch",
        "cap_thuc_hien": "Cấp tỉnh, Cấp xã",
        "doi_tuong_thuc_hien": "Công dân Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX)",
        "so_quyet_dinh": "163/QĐ-BTP",
        "co_quan_phoi_hop": "Không có thông tin",
        "trinh_tu_thuc_hien": "Bước 1: nộp hồ sơ.\nBước 2: nhận kết quả.",
        "detail_url": "https://dichvucong.gov.vn/1",
        "raw_text": f"Tên thủ tục…Cách Thức Thực Hiện{WAYS}Thành phần hồ sơ{PAPERS}Căn cứ pháp lý{GROUNDS}"
        f"Cơ quan thực hiệnỦy ban nhân dân xã.Yêu cầu, điều kiện thực hiệnKhông có thông tinKết quả xử lý{RESULTS}",
        # as a crawler leaves them that cuts at any "Căn cứ pháp lý"
        "cach_thuc_thuc_hien": WAYS.partition("Căn cứ")[0],
        "thanh_phan_ho_so": "",
        "can_cu_phap_ly": ": Thông tư 269",
        "co_quan_thuc_hien": "",
        "yeu_cau_dieu_kien": "",
        "ket_qua_xu_ly": "",
    } | changes


def test_a_whole_page() -> None:
    [published] = read_catalogue([read_page(page())]).published
    facts = published.facts
    assert (facts.code, facts.name, facts.field) == ("1.001193", "Thủ tục đăng ký khai sinh", "Hộ tịch")
    assert facts.levels == ("Cấp tỉnh", "Cấp xã")
    assert facts.applicants == ("Công dân Việt Nam", "Tổ chức (không bao gồm doanh nghiệp, HTX)")
    assert [(limit.value, limit.unit) for limit in facts.limits] == [(7, "calendar_day")]
    assert [(fee.amount, fee.note) for fee in facts.fees] == [(150_000, "Căn cứ pháp lý: Thông tư 269/2016/TT-BTC")]
    assert [paper.name for paper in facts.papers] == ["Tờ khai"]
    assert facts.legal_basis == ("60/2014/QH13", "72/2020/QH14", "66.7/2025/NQ-CP")
    assert [(result.name, result.code) for result in facts.results] == [
        ("Giấy khai sinh", "KQ.G15.000031"),
        ("Trích lục", "KQ.G15.000032"),
    ]
    assert (facts.agency, facts.coordinating) == ("Ủy ban nhân dân xã", "")
    assert published.texts.steps == "Bước 1: nộp hồ sơ.\nBước 2: nhận kết quả."
    assert facts.url == "https://dichvucong.gov.vn/1"


def test_a_page_without_its_whole_text_is_read_from_the_crawlers_cuts() -> None:
    whole = page()
    torn = whole | {"raw_text": "", "cach_thuc_thuc_hien": WAYS, "thanh_phan_ho_so": PAPERS}
    [facts] = read_catalogue([read_page(torn)]).procedures
    assert [paper.name for paper in facts.papers] == ["Tờ khai"]
    assert [fee.amount for fee in facts.fees] == [150_000]


def test_rules_of_the_clock_stand_in_the_steps() -> None:
    steps = (
        "Trả kết quả ngay trong ngày; nếu tiếp nhận hồ sơ sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo. "
        "Nếu trễ thì lập Phiếu xin lỗi. Thời gian bổ sung không tính vào thời hạn giải quyết."
    )
    [facts] = read_catalogue([read_page(page(trinh_tu_thuc_hien=steps))]).procedures
    assert facts.rules == ("same_day_15", "apology_when_late", "waiting_excluded")


def test_a_page_without_a_field_comes_in_and_says_so() -> None:
    catalogue = read_catalogue([read_page(page(linh_vuc="Không có thông tin"))])
    assert [facts.field for facts in catalogue.procedures] == ["Chưa rõ lĩnh vực"]
    assert "missing_field" in [fault.kind for fault in catalogue.faults]


def test_what_is_a_page() -> None:
    assert is_page(page())
    assert not is_page({"procedures": []})
    assert not is_page(["a"])


@given(st.dictionaries(st.sampled_from(list(page())), st.none() | st.integers() | st.text(max_size=60)))
def test_no_page_breaks_the_reader(changes: dict[str, Any]) -> None:
    catalogue = read_catalogue([read_page(page() | changes)])
    assert len(catalogue.procedures) + sum(fault.is_error for fault in catalogue.faults) == 1

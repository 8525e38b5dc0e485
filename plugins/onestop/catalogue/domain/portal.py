"""A page of the National Public Service Portal, as crawled, turned into a published row.

A page is one line of text in which the cells of the portal's tables touch each other: "Trực tiếp3 Ngày làm việcMiễn
phí". The crawler cut that line at headings wherever it met them, in the middle of a sentence too, so the whole text
(`raw_text`) is cut anew here; the crawler's own cuts are used where a page has no whole text.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from core.text.viet import clean, clean_lines
from plugins.onestop.catalogue.domain.portal_papers import read_papers
from plugins.onestop.catalogue.domain.portal_ways import read_ways
from plugins.onestop.catalogue.domain.words import NO_INFORMATION

# Where procedures go whose page names no field; a field nobody has marked is sensitive.
NO_FIELD: Final = "Chưa rõ lĩnh vực"
_WAYS: Final = "Cách Thức Thực Hiện"
_WAYS_TABLE: Final = "Hình thức nộpThời gianPhí, lệ phíMô tả"
# Section -> how it starts, in the order of the page. The cells touch, so a heading follows no space, and what comes
# after it shows that it is the heading and not a word of a sentence.
_SECTIONS: Final[Mapping[str, re.Pattern[str]]] = {
    "ways": re.compile(re.escape(_WAYS) + r"\s*(?=Hình thức nộp)"),
    "papers": re.compile(r"(?<![ ,;(])Thành phần hồ sơ(?=\S)"),
    "grounds": re.compile(r"(?<![ ,;(])Căn cứ pháp lý(?=Tên văn bản pháp lý|Không có thông tin|Cơ quan thực hiện)"),
    "agency": re.compile(r"(?<![ ,;(])Cơ quan thực hiện(?=\S)"),
    "conditions": re.compile(r"(?<![ ,;(])Yêu cầu, điều kiện thực hiện"),
    "results": re.compile(r"(?<![ ,;(])Kết quả xử lý"),
}
_CRAWLED: Final[Mapping[str, str]] = {
    "ways": "cach_thuc_thuc_hien",
    "papers": "thanh_phan_ho_so",
    "grounds": "can_cu_phap_ly",
    "agency": "co_quan_thuc_hien",
    "conditions": "yeu_cau_dieu_kien",
    "results": "ket_qua_xu_ly",
}
# The end of the results: fields for search, then the buttons of the page.
_RESULTS_END: Final = re.compile(r"Từ khóa|Chọn cơ quan thực hiện|Nộp hồ sơ\Z")
_RESULT: Final = re.compile(
    r"(?P<name>.*?)Mã:\s*(?P<code>KQ[.-][A-Z]\d{2}\.\d{6}|[A-Z]\d{2}-KQ\d{6}|[A-Z0-9.-]*)", re.DOTALL
)
_BODIES: Final = (
    r"(?:UBTVQH\d+|QH\d{2}|VKSNDTC|TANDTC|HĐTP|L-CTN|CP|TTg|VPCP|TTCP|NHNN|BLĐTBXH|BVHTTDL|BNNPTNT|BNNMT|BTNMT|BGDĐT|BKHCN"
    r"|BKHĐT|BDTTG|BGTVT|BTTTT|BHXH|BCA|BCT|BNG|BNV|BQP|BTC|BTP|BXD|BYT)"
)
# A title that ends in a year touches the number behind it: "năm 202072/2020/QH14" is Law 72/2020/QH14.
_GROUND: Final = re.compile(
    rf"(?:(?:19|20)\d{{2}}(?=\d{{2,3}}/(?:19|20)))?(?P<number>\d{{1,4}}(?:\.\d{{1,2}})?/(?:19|20)\d{{2}}/(?:[A-ZĐ]+-)*{_BODIES}(?:-{_BODIES})*)"
    rf"|(?P<decision>\d{{1,4}}/QĐ-{_BODIES})"
)


def read_page(page: Mapping[str, Any]) -> dict[str, Any]:
    """Return a page as a published row with what was doubtful in it; a page without a code gives a row without one."""
    sections = _cut(page)
    doubts: list[dict[str, str]] = []
    steps = _text(page.get("trinh_tu_thuc_hien"), lines=True)
    ways = read_ways(sections["ways"], doubts)
    papers = read_papers(sections["papers"], doubts)
    field = _text(page.get("linh_vuc"))
    if not field:
        doubts.append({"kind": "missing_field", "detail": ""})
    return {
        "code": clean(_string(page.get("ma_thu_tuc"))),
        "name": _text(page.get("ten_thu_tuc")).lstrip(" .-–"),
        "field": field or NO_FIELD,
        "level": _several(page.get("cap_thuc_hien")),
        "decision": _text(page.get("so_quyet_dinh")),
        "agency": _text(sections["agency"]).rstrip("."),
        "competent": _text(page.get("co_quan_co_tham_quyen")).rstrip("."),
        "coordinating": _text(page.get("co_quan_phoi_hop")),
        "reception": _text(page.get("dia_chi_tiep_nhan")),
        "applicants": _several(page.get("doi_tuong_thuc_hien")),
        "time_limit": ways.limits,
        "fee": ways.fees,
        "exemptions": ways.exemptions,
        "clock_rules": _rules(f"{steps}\n{sections['ways']}"),
        "required_documents": papers,
        "documents_total_on_portal": len(papers),
        "result": _results(sections["results"]),
        "legal_basis": _grounds(sections["grounds"]),
        "steps": steps,
        "conditions": _text(sections["conditions"], lines=True),
        "ways": ways.texts,
        "url": _text(page.get("detail_url")),
        "doubts": doubts,
        "verified": "source",
        "source": "portal",
    }


def is_page(entry: object) -> bool:
    """Return whether decoded JSON is a page as the crawler writes it."""
    return isinstance(entry, Mapping) and "ma_thu_tuc" in entry and "ten_thu_tuc" in entry


def _cut(page: Mapping[str, Any]) -> dict[str, str]:
    """Return the sections of a page, from its whole text where that can be cut, else as the crawler cut them."""
    whole = _string(page.get("raw_text"))
    starts: list[tuple[str, int, int]] = []
    position = 0
    for name, pattern in _SECTIONS.items():
        found = pattern.search(whole, position)
        if found is None:
            return {section: _string(page.get(field)) for section, field in _CRAWLED.items()}
        starts.append((name, found.start(), found.end()))
        position = found.end()
    ends = [start for _, start, _ in starts[1:]] + [len(whole)]
    return {name: whole[begin:end] for (name, _, begin), end in zip(starts, ends, strict=True)}


def _results(text: str) -> list[dict[str, str]]:
    shown = text[: end.start()] if (end := _RESULTS_END.search(text)) else text
    found = [{"name": clean(m["name"]).strip("-;,./ "), "code": m["code"]} for m in _RESULT.finditer(shown)]
    return [item for item in found if item["name"]]


def _grounds(text: str) -> list[str]:
    """Return the numbers of the laws and decrees that a page rests on, each once."""
    return list(dict.fromkeys(match["number"] or match["decision"] for match in _GROUND.finditer(text)))


def _rules(text: str) -> list[str]:
    """Return the clock rules whose words stand in a text, as the published rows name them."""
    words = clean(text).casefold()
    rules = []
    if re.search(r"sau 15 ?(?:giờ|h)", words):
        same_day = re.search(r"trong ngày|trả kết quả [^.;]{0,60}ngày làm việc tiếp theo", words)
        counted = re.search(r"sau 15 ?(?:giờ|h)[^.;]{0,80}(?:tính từ|kể từ) ngày làm việc tiếp theo", words)
        if counted:
            rules.append("received after 15:00 -> counted from next working day")
        elif same_day:
            rules.append("received after 15:00 -> result next working day")
    if "phiếu xin lỗi" in words:
        rules.append("late -> apology and re-appointment slip with reason and new date")
    if re.search(r"không tính vào (?:thời gian|thời hạn)", words):
        rules.append("some waiting time is excluded from the limit (see source text)")
    if re.search(r"thông báo[^.;]{0,120}trong (?:thời hạn |vòng )?24 giờ", words):
        rules.append("supplement/refusal notice within 24 hours of receipt")
    return rules


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""


def _text(value: object, *, lines: bool = False) -> str:
    text = _string(value)
    words = clean_lines(text) if lines else clean(text)
    return "" if words.rstrip(".") == NO_INFORMATION else words


def _several(value: object) -> list[str]:
    """Return the parts of a list in one cell; commas inside brackets separate nothing."""
    return [part for part in (clean(piece) for piece in re.split(r",(?![^()]*\))\s*", _text(value))) if part]

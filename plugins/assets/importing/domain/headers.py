"""Which column is which field: guessed from the words of the header, in Vietnamese and English."""

import hashlib
import re
from collections.abc import Sequence

from core.text.viet import search_key

# field -> what offices and other programs call it, as search keys; the first field that knows a header gets it
WORDS: dict[str, tuple[str, ...]] = {
    "code": ("ma nhan", "ma vach", "ma 13 so", "label", "label code", "barcode"),
    "old_number": (
        "so the", "so the cu", "so cu", "ma cu", "ma tai san", "ma so", "ma ts", "ma tscd", "so hieu", "so hieu tscd",
        "so hieu tai san", "ma thiet bi", "asset tag", "tag", "asset id", "asset number", "inventory number",
        "old number", "code",
    ),
    "name": (
        "ten", "ten thiet bi", "ten tai san", "ten tscd", "ten may", "thiet bi", "tai san", "ten tai san co dinh",
        "noi dung",
        "name", "asset name", "item name", "asset", "item", "hostname",
    ),
    "category": (
        "loai", "loai thiet bi", "loai tai san", "nhom", "nhom tai san", "chung loai", "category", "type",
        "kind",
    ),
    "maker": (
        "hang", "hang san xuat", "hang sx", "nha san xuat", "nhan hieu", "thuong hieu", "manufacturer", "maker",
        "brand", "make",
    ),
    "model": ("kieu may", "kieu", "model", "doi may", "ma hieu", "model name", "ky hieu", "quy cach", "dong may"),
    "serial": (
        "so seri", "so se ri", "so serial", "serial", "serial number", "seri", "s/n", "sn", "serial no",
        "so may",
    ),
    "unit": (
        "don vi", "don vi su dung", "co quan", "xa", "noi su dung", "company", "unit", "organisation",
        "organization", "site",
    ),
    "place": (
        "phong", "noi dat", "vi tri", "dia diem", "phong noi dat", "phong ban", "bo phan", "bo phan su dung",
        "location", "room", "place",
    ),
    "holder": (
        "nguoi su dung", "nguoi dung", "can bo su dung", "ho ten", "user", "full name", "holder", "assigned to",
        "checked out to",
    ),
    "owner": ("nguoi quan ly", "nguoi phu trach", "owner", "manager", "responsible"),
    "status": ("tinh trang", "trang thai", "hien trang", "tinh trang su dung", "status", "condition", "state"),
    "bought_on": (
        "ngay mua", "ngay mua sam", "ngay nhap", "ngay ghi tang", "purchase date", "purchased", "bought on",
        "purchased date",
    ),
    "in_use_from": (
        "ngay su dung", "dua vao su dung", "ngay dua vao su dung", "thoi gian su dung", "nam su dung",
        "nam dua vao su dung",
        "in use from", "start of use", "in service date",
    ),
    "cost": (
        "nguyen gia", "gia", "don gia", "gia mua", "gia tri", "thanh tien", "so tien", "cost", "price",
        "purchase cost", "purchase price",
    ),
    "funding": ("nguon kinh phi", "nguon von", "nguon", "kinh phi", "funding", "fund", "budget"),
    "origin": ("nguon hinh thanh", "nguon goc", "origin"),
    "decision": ("so quyet dinh", "quyet dinh", "so qd", "order number", "decision"),
    "warranty_until": (
        "bao hanh den", "han bao hanh", "het bao hanh", "ngay het bao hanh", "warranty until",
        "warranty expires", "warranty end",
    ),
    "note": ("ghi chu", "dien giai", "mo ta", "notes", "note", "comment", "description", "remarks"),
}  # fmt: skip
FIELDS = tuple(WORDS)
_EXACT = {word: field for field, words in reversed(WORDS.items()) for word in reversed(words)}
_NOISE = re.compile(r"\(.*?\)|\[.*?\]|[*:#.]|\bvnd\b|\bdong\b|\bdon vi tinh\b")
FEWEST = 2
DEEPEST = 25


def folded(header: str) -> str:
    """Return a header's words without accents, signs and what is in brackets: "Nguyên giá (đồng)*" is "nguyen gia"."""
    return " ".join(_NOISE.sub(" ", search_key(header)).replace("_", " ").split())


def guess(headers: Sequence[str]) -> list[str]:
    """Return the field of each column, "" for none; each field once, the first column that names it."""
    found: list[str] = []
    for header in headers:
        field = _EXACT.get(folded(header), "")
        found.append(field if field not in found else "")
    return found


def header_line(rows: Sequence[Sequence[str]]) -> int:
    """Return the index of the row with the headers: official tables have lines of titles above it.

    It is the row of the first ones in which most columns are known, the first filled one when none has two.
    """
    best, most = -1, 0
    for at, row in enumerate(rows[:DEEPEST]):
        known = sum(1 for field in guess(row) if field)
        if known > most:
            best, most = at, known
    if most >= FEWEST:
        return best
    return next((at for at, row in enumerate(rows) if any(row)), 0)


def distinct(headers: Sequence[str]) -> list[str]:
    """Return headers that differ from one another: a second "Ghi chú" is "Ghi chú (2)", an empty one "Cột 3"."""
    seen: dict[str, int] = {}
    named = []
    for at, header in enumerate(headers, start=1):
        name = header or f"Cột {at}"
        seen[name] = seen.get(name, 0) + 1
        named.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return named


def signature(headers: Sequence[str]) -> str:
    """Return what tells one set of headers from another: a mapping is remembered under it."""
    return hashlib.sha256("\n".join(folded(header) for header in headers).encode()).hexdigest()

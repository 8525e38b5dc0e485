"""Words of published catalogues: time limits, amounts, exemptions, headings. What is not understood stays unknown."""

import re
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Final

from msgspec import Struct

from core.contracts.procedures import Exemption, FeeKind, Unit
from core.text.viet import clean, search_key

UNIT_WORDS: Final[Mapping[str, Unit]] = {
    "minute": "minute",
    "phút": "minute",
    "phút làm việc": "minute",
    "hour": "hour",
    "giờ": "hour",
    "giờ làm việc": "hour",
    "working_day": "working_day",
    "ngày làm việc": "working_day",
    "calendar_day": "calendar_day",
    "ngày": "calendar_day",
}
NO_INFORMATION: Final = "Không có thông tin"

_LIMIT: Final = re.compile(
    r"(?:(?:trong(?: thời hạn)?|thời hạn|không quá|tối đa|là)\s+)*"
    r"(?P<value>\d+)\s*(?:\([^()\d]*\))?\s*(?P<unit>[^\W\d_]+(?: [^\W\d_]+){0,2}?)?"
    r"(?:\s*[,;.]?\s*(?:kể từ|tính từ|từ khi|sau khi|\().*)?\.?",
    re.IGNORECASE | re.DOTALL,
)
_DONG: Final = frozenset({"vnđ", "vnd", "việt nam đồng", "đồng", "đ", "dong"})
_AMOUNT: Final = re.compile(
    r"(?P<number>\d{1,3}(?:[.,]\d{3})+|\d+)\s*(?P<currency>VNĐ|VND|Việt Nam Đồng|đồng|đ|[A-Z]{3})?"
    r"(?:\s*/.*|\s*\(.*)?\.?",
    re.IGNORECASE | re.DOTALL,
)
_FREE: Final = frozenset({"miễn phí", "không thu", "không", "không thu phí", "không mất phí"})
_DAY: Final = r"(?:ngày\s*)?(\d{1,2})(?:/|\s*tháng\s*)(\d{1,2})(?:/|\s*năm\s*)(\d{4})"
# An amount, and within the same clause the days on which it holds.
_DATED: Final = re.compile(
    r"(?P<amount>\d{1,3}(?:\.\d{3})+|miễn phí)(?:\s*(?:đồng|đ)\b)?[^;.\n\d]{0,80}?từ\s*(?:kể từ\s*)?"
    + _DAY
    # until
    + r"\s*(?:cho\s*)?đến\s*(?:hết\s*)?"
    + _DAY,
    re.IGNORECASE,
)
_LABELLED: Final = re.compile(
    r"(?:^|[\n.;(+-])\s*(?P<kind>lệ phí|phí)(?P<what>[^:.;\n\d]{0,80}):"
    r"\s*(?P<amount>\d{1,3}(?:\.\d{3})+)\s*(?:đồng|đ)\b",
    re.IGNORECASE,
)
_WAIVED: Final = re.compile(
    r"Miễn (?P<kind>lệ phí|phí)[^.:]*? (?:cho|đối với)(?: các đối tượng)?:? (?P<who>[^.()]{6,400})"
)
_NUMBERING: Final = re.compile(r"\A[\s*+–-]*(?:\(?(?:\d+(?:\.\d+)*|[a-zđ]|[ivx]+)[.)]\s*)*[\s*+–-]*", re.IGNORECASE)
_CASE: Final = re.compile(r"(?:hồ sơ )?(?:đối với|trường hợp)\b", re.IGNORECASE)
_CLOSING: Final = re.compile(r"[,;:]?\s*(?:thì )?(?:thành phần )?(?:hồ sơ )?(?:bao )?gồm[^()]{0,40}\Z", re.IGNORECASE)
# Headings that add papers to the others, so that they stand beside every case.
_ADDS: Final = re.compile(r"kèm theo|còn có|còn phải|nộp thêm|bổ sung thêm|ủy quyền|uỷ quyền|ngoài ", re.IGNORECASE)


class LimitWords(Struct, frozen=True):
    """A time limit as read: value and unit are None when the words do not say; unit_text: the unit as it stands."""

    value: int | None
    unit: Unit | None
    unit_text: str = ""


class AmountWords(Struct, frozen=True):
    """An amount as read, in units of its currency; currency as in ISO 4217, VND where none is named."""

    amount: int
    currency: str = "VND"


class DatedAmount(Struct, frozen=True):
    """An amount in VND that holds from a first to a last day."""

    amount: int
    since: date
    until: date


class LabelledAmount(Struct, frozen=True):
    """An amount in VND that the words call phí or lệ phí; what: for what."""

    kind: FeeKind
    amount: int
    what: str


def read_limit(text: str) -> LimitWords | None:
    """Return a limit such as "05 (năm) ngày làm việc"; None for words without one number and one unit to it.

    A number without a unit, or with one that is no working time (months), keeps the number and has no unit.
    """
    match = _LIMIT.fullmatch(clean(text))
    if match is None:
        return None
    unit_text = (match["unit"] or "").casefold()
    value = int(match["value"])
    return LimitWords(value if 0 < value < 10_000 else None, UNIT_WORDS.get(unit_text), unit_text)


def read_amount(text: str) -> AmountWords | None:
    """Return an amount such as "150,000 Việt Nam Đồng" or "Miễn phí" (0); None for anything else."""
    words = clean(text)
    if words.casefold().rstrip(".") in _FREE:
        return AmountWords(0)
    match = _AMOUNT.fullmatch(words)
    if match is None:
        return None
    currency = (match["currency"] or "VND").casefold()
    amount = int(re.sub(r"[.,]", "", match["number"]))
    return AmountWords(amount, "VND" if currency in _DONG else currency.upper())


def read_dated(note: str) -> tuple[DatedAmount, ...]:
    """Return the amounts of a note that hold for a time only, such as a reduction until the end of a year."""
    found = []
    for match in _DATED.finditer(note):
        amount = 0 if match["amount"][0] in "mM" else int(match["amount"].replace(".", ""))
        days = match.groups()[1:]
        try:
            since, until = (date(int(year), int(month), int(day)) for day, month, year in (days[:3], days[3:]))
        except ValueError:
            continue
        if since <= until:
            found.append(DatedAmount(amount, since, until))
    return tuple(found)


def read_labelled(text: str) -> tuple[LabelledAmount, ...]:
    """Return the amounts that a text itself calls phí or lệ phí, in its order."""
    return tuple(
        LabelledAmount(
            "le_phi" if match["kind"].casefold() == "lệ phí" else "phi",
            int(match["amount"].replace(".", "")),
            clean(match["what"]),
        )
        for match in _LABELLED.finditer(text)
    )


def read_exemptions(note: str) -> tuple[Exemption, ...]:
    """Return who is exempt by the words of a note: "Miễn lệ phí cho người thuộc hộ nghèo; người khuyết tật."""
    found: dict[str, Exemption] = {}
    for match in _WAIVED.finditer(clean(note)):
        kind: FeeKind = "le_phi" if match["kind"].casefold() == "lệ phí" else "phi"
        for who in match["who"].split(";"):
            name = clean(who).strip(" ,.")
            if len(name) > 3:
                found.setdefault(search_key(name), Exemption(code_of(name), name[0].upper() + name[1:], 100, kind))
    return tuple(found.values())


def heading(text: str) -> str:
    """Return a heading without its numbering and marks: "* Giấy tờ phải nộp:" -> "Giấy tờ phải nộp"."""
    words = clean(text).strip("-–—: ")
    bare = _NUMBERING.sub("", words, count=1)
    return _CLOSING.sub("", bare or words).rstrip(" :;,.")


def is_case(title: str) -> bool:
    """Return whether a heading names a case that excludes the others, not a group of papers or an addition to them."""
    return bool(_CASE.match(heading(title))) and not _ADDS.search(title)


def code_of(name: str) -> str:
    """Return a short code that the same name always has, whatever its accents, spaces and place in the list."""
    return sha256(search_key(name).encode()).hexdigest()[:10]

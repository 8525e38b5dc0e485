"""The portal's table of ways to hand in: limits, fees and exemptions out of cells that touch each other."""

import re
from collections import defaultdict
from typing import Any, Final

from msgspec import Struct, field

from core.text.viet import clean, clean_lines
from plugins.onestop.catalogue.domain.words import (
    NO_INFORMATION,
    read_amount,
    read_dated,
    read_exemptions,
    read_labelled,
    read_limit,
)

Doubts = list[dict[str, str]]

_CHANNELS: Final = {"Trực tuyến": "online", "Trực tiếp": "counter", "Dịch vụ bưu chính": "post"}
_UNIT: Final = r"(?!Miễn|Không|Việt|VN)[A-ZĐ][a-zà-ỹ]+(?: (?:làm việc|lịch))?"
_CURRENCY: Final = r"(?:VNĐ|VND|Việt Nam Đồng|Đồng|USD|EUR|GBP|JPY|AUD|CNY|Đô la Mỹ|Euro)"
_MONEY: Final = rf"\d[\d,.]*\s?{_CURRENCY}"
# A row starts with the channel and the cell of the time. That cell is never empty: with a number but without a unit its
# digits touch those of the fee ("Trực tuyến1100 VNĐ" is 1 without a unit and 100 VNĐ).
_ROW: Final = re.compile(
    rf"(?P<channel>{'|'.join(_CHANNELS)})\s?(?:"
    rf"(?P<time>{NO_INFORMATION}|\d+(?:[.,]\d+)?\s?{_UNIT})(?P<fee>Miễn phí|{NO_INFORMATION}|{_MONEY})?"
    rf"|(?P<bare>\d+)(?P<bare_fee>Miễn phí|{NO_INFORMATION})"
    rf"|(?P<glued>{_MONEY}))"
)
_NEXT_FEE: Final = re.compile(rf"(?P<fee>{_MONEY})(?=\(|\Z)")
_GLUED: Final = re.compile(rf"(?P<digits>\d+)(?P<thousands>(?:,\d{{3}})*)\s?(?P<currency>{_CURRENCY})")
_FOR_WHOM: Final = re.compile(r"(?:Đối với|Trường hợp)[^();:\n]{5,200}")
_SET_ELSEWHERE: Final = re.compile(
    r"quyết định|theo quy định|theo mức|mức thu|mức phí|phí thẩm định|\d{1,3}(?:\.\d{3})+", re.IGNORECASE
)
_ON_REQUEST: Final = re.compile(r"[^.;]*nếu có yêu cầu[^.;]*[.;]?", re.IGNORECASE)
_IN_TEXT: Final = re.compile(r"(\d+)\s*(?:\([^()\d]{1,30}\))?\s*(ngày làm việc|giờ làm việc|ngày|giờ)", re.IGNORECASE)


class Ways(Struct):
    """What the table says: limits, fees and exemptions as published rows, and the descriptions, each once."""

    limits: list[dict[str, Any]] = field(default_factory=list)
    fees: list[dict[str, Any]] = field(default_factory=list)
    exemptions: list[dict[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


class _Row(Struct):
    channel: str
    time: str
    fees: list[tuple[str, str]]
    text: str


def read_ways(table: str, doubts: Doubts) -> Ways:
    """Return what the table of ways says; every number that could not be told apart is reported and unknown."""
    rows = [_row(match, table, end) for match, end in _row_ends(table)]
    if not rows and clean(table).removeprefix("Hình thức nộpThời gianPhí, lệ phíMô tả"):
        doubts.append({"kind": "unreadable_ways", "detail": clean(table)[:200]})
    ways = Ways()
    times: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        times[row.channel].add(row.time)
    for row in rows:
        several = len(times[row.channel]) > 1
        limit = _limit(row, doubts)
        ways.limits.append({**limit, "channel": row.channel, "case": _whom(row.text) if several else ""})
        ways.fees += _fees(row, doubts)
        if row.text:
            ways.texts.append(f"{next(name for name, code in _CHANNELS.items() if code == row.channel)}: {row.text}")
    notes = dict.fromkeys(note for row in rows for note in (*(note for _, note in row.fees), row.text))
    ways.exemptions = [
        {"name": item.name, "code": item.code, "percent": item.percent, "kind": item.kind}
        for item in read_exemptions(" ".join(notes))
    ]
    _tell_cases_of_fees(ways.fees)
    return ways


def _row_ends(table: str) -> list[tuple[re.Match[str], int]]:
    matches = list(_ROW.finditer(table))
    ends = [*(match.start() for match in matches[1:]), len(table)]
    return list(zip(matches, ends, strict=False))


def _row(match: re.Match[str], table: str, end: int) -> _Row:
    """Return a row: its fee, the note in brackets that touches it, more fees with notes, and the description."""
    rest = table[match.end() : end]
    fees = []
    fee = match["fee"] or match["bare_fee"] or match["glued"] or ""
    while True:
        note, rest = _bracketed(rest)
        fees.append((fee, note))
        following = _NEXT_FEE.match(rest)
        if following is None:
            break
        fee, rest = following["fee"], rest[following.end() :]
    return _Row(_CHANNELS[match["channel"]], match["time"] or match["bare"] or "", fees, clean_lines(rest).strip())


def _bracketed(text: str) -> tuple[str, str]:
    """Return the note in brackets that a text starts with, and the rest; brackets may be nested, or never closed."""
    if not text.startswith("("):
        return "", text
    depth = 0
    for place, letter in enumerate(text):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth == 0:
            return clean(text[1:place]).strip("() "), text[place + 1 :]
    return clean(text[1:]), ""


def _limit(row: _Row, doubts: Doubts) -> dict[str, Any]:
    """Return the limit of a row; a glued or missing number is unknown."""
    if row.time == "" and row.fees[0][0]:
        digits = _split_glued(row.fees[0][0])[0]
        if not digits:
            doubts.append({"kind": "unknown_unit", "detail": row.fees[0][0]})
        return {"value": int(digits) if digits else None, "unit": None}
    read = read_limit(row.time) if row.time != NO_INFORMATION else None
    mentioned = {(int(number), unit.casefold()) for number, unit in _IN_TEXT.findall(row.text)}
    if read is None:
        if row.time != NO_INFORMATION:
            doubts.append({"kind": "unknown_unit", "detail": row.time})
        if mentioned:
            doubts.append({"kind": "limit_in_text", "detail": clean(row.text)[:160]})
        return {"value": None, "unit": None}
    if read.unit_text == "ngày" and any(pair == (read.value, "ngày làm việc") for pair in mentioned):
        doubts.append({"kind": "contradicting_limit", "detail": f"{row.time} / {read.value} ngày làm việc"})
    return {"value": read.value, "unit": read.unit_text or None}


def _split_glued(cell: str) -> tuple[str, str]:
    """Return the digits of the time and those of the amount in a cell where they touch; empty when not certain.

    An amount has commas between its thousands, so that its first group has one to three digits and starts with none.
    """
    match = _GLUED.fullmatch(cell)
    if match is None:
        return "", ""
    digits = match["digits"]
    splits = [
        (digits[:place], digits[place:] + match["thousands"])
        for place in range(1, len(digits))
        if len(digits) - place <= 3 and digits[place] != "0" and not digits.startswith("0")
    ]
    return splits[0] if len(splits) == 1 else ("", "")


def _fees(row: _Row, doubts: Doubts) -> list[dict[str, Any]]:
    """Return the fees of a row, with those that hold for a time only and those that only the description labels."""
    found: list[dict[str, Any]] = []
    labelled = read_labelled(row.text)
    for number, (cell, note) in enumerate(row.fees):
        if cell in {"", NO_INFORMATION}:
            continue
        glued = number == 0 and row.time == ""
        fee = _fee(cell, note, row.channel, glued=glued, doubts=doubts)
        label = next((item for item in (*read_labelled(note), *labelled) if item.amount == fee["amount"]), None)
        fee["kind"] = label.kind if label else ""
        found.append(fee)
        if fee["amount"]:
            found += _dated(fee, f"{note}\n{row.text}", doubts)
    if any(item.amount == fee["amount"] and fee["currency"] == "VND" for item in labelled for fee in found):
        known = {(fee["kind"], fee["amount"]) for fee in found}
        for item in labelled:
            if (item.kind, item.amount) not in known and not any(f["kind"] == item.kind for f in found):
                doubts.append({"kind": "fee_in_text", "detail": f"{item.kind} {item.amount}"})
                found.append(_new_fee(item.amount, row.channel, item.what) | {"kind": item.kind})
    return found


def _new_fee(amount: int | None, channel: str, note: str = "") -> dict[str, Any]:
    return {"amount": amount, "currency": "VND", "channel": channel, "note": note, "kind": ""}


def _fee(cell: str, note: str, channel: str, *, glued: bool, doubts: Doubts) -> dict[str, Any]:
    amount = _split_glued(cell)[1] + re.sub(r"^[\d,.]+", " ", cell) if glued else cell
    read = read_amount(amount)
    fee = _new_fee(read.amount if read else None, channel, note)
    if read is None:
        doubts.append({"kind": "implausible_fee", "detail": cell})
    elif read.currency != "VND":
        fee["currency"] = read.currency
    elif (
        read.amount == 0
        and _SET_ELSEWHERE.search(_ON_REQUEST.sub("", note))
        and "không quy định" not in note.casefold()
    ):
        # The portal shows a missing amount as free; the note says that there is one.
        doubts.append({"kind": "contradicting_fee", "detail": note[:200]})
        fee["amount"] = None
    return fee


def _dated(fee: dict[str, Any], text: str, doubts: Doubts) -> list[dict[str, Any]]:
    found = {item.since: item for item in read_dated(text) if item.amount <= fee["amount"]}
    for item in found.values():
        doubts.append({"kind": "dated_fee", "detail": f"{item.amount}: {item.since} - {item.until}"})
    return [
        {**fee, "amount": item.amount, "since": item.since.isoformat(), "until": item.until.isoformat()}
        for item in found.values()
    ]


def _whom(text: str) -> str:
    """Return for whom a row holds, in the words of its text; empty when it does not say."""
    found = _FOR_WHOM.search(text[:400])
    return clean(found.group()).rstrip(" .,;") if found else ""


def _tell_cases_of_fees(fees: list[dict[str, Any]]) -> None:
    """Give fees of different amounts the case that their note names: the portal lists cases as if they were ways."""
    plain = [fee for fee in fees if fee["amount"] and "since" not in fee]
    if len({fee["amount"] for fee in plain if not fee["kind"]}) > 1:
        for fee in fees:
            fee["case"] = _whom(fee["note"])

"""Cells into values: money and days as Vietnamese offices write them and spreadsheets keep them.

Each function returns the value, or raises ValueError when the text is none; nothing is guessed.
"""

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

_CURRENCY = re.compile(r"(?:vnđ|vnd|đồng|đ|₫)\.?$", re.IGNORECASE)
_GROUPED = re.compile(r"(\d{1,3})((?:([., \u00a0'])\d{3})(?:\3\d{3})*)(?:(?!\3)[.,](\d{1,2}))?")
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_LONG = re.compile(r"ngày (\d{1,2}) tháng (\d{1,2}) năm (\d{4})", re.IGNORECASE)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
# day 0 of spreadsheets, after their 29 February 1900; serial numbers are read between 1954 and 2064 only
_DAY_ZERO = date(1899, 12, 30)
_FIRST_SERIAL, _LAST_SERIAL = 20_000, 60_000
MOST_MONEY = 10**15


def money(text: str) -> int:
    """Return whole đồng: "12.500.000 đ", "12,500,000", "12500000.0". Raises ValueError, also for parts of a đồng."""
    bare = _CURRENCY.sub("", text.strip()).strip()
    grouped = _GROUPED.fullmatch(bare)
    if grouped:
        bare = grouped[1] + re.sub(r"\D", "", grouped[2]) + (f".{grouped[4]}" if grouped[4] else "")
    elif "," in bare and "." not in bare:
        bare = bare.replace(",", ".")
    try:
        amount = Decimal(bare)
    except InvalidOperation as error:
        raise ValueError(text) from error
    if not amount.is_finite() or amount != amount.to_integral_value() or not 0 <= amount <= MOST_MONEY:
        raise ValueError(text)
    return int(amount)


def day(text: str) -> date:
    """Return a day: 05/03/2017 (day first, always), 5.3.2017, ISO 8601, or a spreadsheet's serial number.

    Raises ValueError, also for a year or a month alone: the day from which a thing wears is not to be guessed.
    """
    bare = text.strip()
    for pattern in (_DAY, _LONG):
        match = pattern.fullmatch(bare)
        if match:
            return date(int(match[3]), int(match[2]), int(match[1]))
    match = _ISO.fullmatch(bare)
    if match:
        return date(int(match[1]), int(match[2]), int(match[3]))
    match = _SERIAL.fullmatch(bare)
    if match and _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return _DAY_ZERO + timedelta(days=int(match[1]))
    raise ValueError(text)

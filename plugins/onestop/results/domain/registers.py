"""What a register is: its record as typed fields, its numbers, how long it is kept. All of it is versioned data."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, Literal

from msgspec import Struct

from core.text.viet import clean, clean_lines, search_key

Kind = Literal["text", "long", "date", "number", "money", "choice"]
Source = Literal["", "owner_name", "owner_identity", "owner_address", "request"]
FaultKind = Literal["missing", "no_date", "no_number", "too_long", "no_choice", "too_large"]

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}\Z")
LONGEST: Final = {"text": 300, "long": 2_000}
LARGEST: Final = 10**15
_LOCAL_DATE: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")
Value = str | int


class FieldSpec(Struct, frozen=True, rename={"source": "from"}):
    """One field of a record. listed: a column of the register; source: what of the dossier fills it at first."""

    key: str
    label: str
    kind: Kind
    required: bool = False
    listed: bool = False
    source: Source = ""
    choices: tuple[str, ...] = ()


class Retention(Struct, frozen=True):
    """How long a record is kept; years 0: for ever. verified: somebody has compared it with the text of the source."""

    code: str
    title: str
    years: int
    source: str
    verified: bool

    def until(self, signed_on: date) -> date | None:
        """Return the last day of keeping, the end of a year as archives count; None for ever."""
        return date(signed_on.year + self.years, 12, 31) if self.years else None


class Register(Struct, frozen=True):
    """One register. procedures, fields: whose results go there at first. number: pattern with {n} and {year}."""

    code: str
    title: str
    symbol: str
    number: str
    retention: Retention
    field: tuple[FieldSpec, ...]
    procedures: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()

    def number_text(self, number: int, year: int) -> str:
        """Return a number as it is written."""
        return self.number.replace("{n}", str(number)).replace("{year}", str(year))

    def line_of(self, text: str, year: int) -> int | None:
        """Return the number in a text that is written as this register writes those of a year, None for another one."""
        before, _, after = (re.escape(part) for part in self.number.replace("{year}", str(year)).partition("{n}"))
        found = re.fullmatch(f"{before}([1-9][0-9]{{0,8}}){after}", text)
        return int(found[1]) if found else None

    @property
    def listed(self) -> tuple[FieldSpec, ...]:
        """The fields that are columns of the register."""
        return tuple(spec for spec in self.field if spec.listed)


class Shelf(Struct, frozen=True):
    """A file of registers with the day from which they hold."""

    effective_from: date
    retention: tuple[Retention, ...]
    register: tuple[dict[str, Any], ...]


class Fault(Struct, frozen=True):
    """What is wrong with one field of a record."""

    key: str
    kind: FaultKind


def flaws(register: Register) -> list[str]:
    """Return why a register may not be published, in English for its author; nothing when it may."""
    keys = [spec.key for spec in register.field]
    found = [f"{key}: not a name of lower-case letters, digits and _" for key in keys if not KEY.match(key)]
    found += [f"{key}: twice" for key in sorted({key for key in keys if keys.count(key) > 1})]
    found += [
        f"{spec.key}: a choice of nothing" for spec in register.field if spec.kind == "choice" and not spec.choices
    ]
    if "{n}" not in register.number:
        found.append("number: without {n}, two records would carry the same one")
    if not KEY.match(register.code):
        found.append("code: not a name of lower-case letters, digits and _")
    if not register.listed:
        found.append("no field is listed: the register would show numbers only")
    return found


def read_record(specs: Iterable[FieldSpec], sent: Mapping[str, str]) -> tuple[dict[str, Value], list[Fault]]:
    """Return the record that was typed, empty fields left out, and every fault. Dates are kept as ISO days.

    Dates are read as 30/11/2017 or 2017-11-30; numbers may be grouped by points or blanks, as people here write them.
    """
    values: dict[str, Value] = {}
    faults: list[Fault] = []
    for spec in specs:
        text = clean_lines(sent.get(spec.key, "")) if spec.kind == "long" else clean(sent.get(spec.key, ""))
        if not text:
            if spec.required:
                faults.append(Fault(spec.key, "missing"))
            continue
        value = _read(spec, text)
        if isinstance(value, Fault):
            faults.append(value)
        else:
            values[spec.key] = value
    return values, faults


def _read(spec: FieldSpec, text: str) -> Value | Fault:
    match spec.kind:
        case "date":
            return _date(text) or Fault(spec.key, "no_date")
        case "number" | "money":
            digits = re.sub(r"[. \u00a0]", "", text)
            if not (digits.isascii() and digits.isdigit()):
                return Fault(spec.key, "no_number")
            return int(digits) if len(digits) < 16 and int(digits) <= LARGEST else Fault(spec.key, "too_large")
        case "choice":
            return text if text in spec.choices else Fault(spec.key, "no_choice")
        case _:
            return text if len(text) <= LONGEST[spec.kind] else Fault(spec.key, "too_long")


def _date(text: str) -> str:
    """Return a day in ISO 8601, "" for none."""
    local = _LOCAL_DATE.match(text)
    if local:
        text = f"{local[3]}-{int(local[2]):02}-{int(local[1]):02}"
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def record_key(number: str, owner: str, specs: Sequence[FieldSpec], values: Mapping[str, Value]) -> str:
    """Return what a record is found by: its number, the dossier's owner and every listed text, folded."""
    texts = [str(values[spec.key]) for spec in specs if spec.listed and spec.key in values and spec.kind != "money"]
    return search_key(" ".join([number, owner, *texts]))


def register_for(registers: Sequence[Register], procedure: str, field: str) -> Register | None:
    """Return the register that the results of a procedure go to at first, the last one when none names it."""
    for register in registers:
        if procedure in register.procedures:
            return register
    for register in registers:
        if field in register.fields:
            return register
    return registers[-1] if registers else None

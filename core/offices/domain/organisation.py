"""An organisation as a data file (`config/organisation.toml`): read, completed and checked before a row is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import msgspec

from core.contracts.offices import AUTHORITIES, UnitKind
from core.errors import Problem
from core.offices.domain.tree import cycle_in
from core.text.i18n import gettext as _
from core.worktime.hours import office_hours

Shifts = tuple[tuple[str, str], ...]

# First words of a name that say what kind of unit it is and not which one.
_KIND_WORDS = ("Tỉnh", "Thành phố", "Huyện", "Thị xã", "Thị trấn", "Phường", "Xã", "Ấp", "Khu phố")


class HoursSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shifts of Monday to Friday, of Saturday and of Sunday: [["07:30", "11:30"], ["13:00", "17:00"]]."""

    weekdays: Shifts
    saturday: Shifts = ()
    sunday: Shifts = ()


class UnitSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit as a file describes it; what is left out is completed by `units`.

    replaces: codes of the units that this one took over from.
    """

    code: str
    kind: UnitKind
    name: str
    parent: str | None = None
    short_name: str = ""
    agency: str = ""
    agency_code: str = ""
    agency_code_verified: bool = False
    address: str = ""
    phone: str = ""
    email: str = ""
    hours: HoursSpec | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    replaces: tuple[str, ...] = ()


class BelowSpec(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A unit that each unit of a kind has below it.

    In names `{name}` is the upper unit's name, first letter lowered, and `{short}` its short name.
    """

    under: UnitKind
    code: str
    kind: UnitKind
    name: str
    short_name: str = ""


class EndSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Units that end, with all below them; on: the first day without them."""

    codes: tuple[str, ...]
    on: date


class Organisation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A whole file. valid_from: of units that give no date of their own."""

    valid_from: date
    unit: tuple[UnitSpec, ...] = ()
    below: tuple[BelowSpec, ...] = ()
    end: tuple[EndSpec, ...] = ()

    def units(self) -> tuple[UnitSpec, ...]:
        """Return every unit, those from `below` included, with names, agencies and dates filled in, parents first."""
        listed = [_completed(spec, self.valid_from) for spec in self.unit]
        generated = [
            _completed(_generated(below, upper), upper.valid_from or self.valid_from)
            for below in self.below
            for upper in listed
            if upper.kind == below.under
        ]
        return tuple(_parents_first([*listed, *generated]))


def read_organisation(parsed: Mapping[str, Any]) -> Organisation:
    """Return the organisation of a parsed TOML file. Raises msgspec.ValidationError, which names the place."""
    return msgspec.convert(parsed, Organisation)


def problems(organisation: Organisation, known: Iterable[str] = ()) -> list[Problem]:
    """Return everything that is wrong with a file. known: codes of the units that exist already."""
    units = organisation.units()
    own = {unit.code for unit in units}
    every = own | set(known)
    return [
        *(_repeated("code", Counter(unit.code for unit in organisation.unit))),
        *(_repeated("agency_code", _agency_codes_in_use(units))),
        *(_unknown(units, organisation.end, every)),
        *(_cycles(units)),
        *(problem for unit in units for problem in _own_problems(unit)),
        *(_outlives_parent(units)),
    ]


def _generated(below: BelowSpec, upper: UnitSpec) -> UnitSpec:
    words = {"name": _lowered(upper.name), "short": upper.short_name}
    return UnitSpec(
        code=f"{upper.code}.{below.code}",
        kind=below.kind,
        name=below.name.format(**words),
        short_name=below.short_name.format(**words),
        parent=upper.code,
        valid_to=upper.valid_to,
    )


def _completed(spec: UnitSpec, valid_from: date) -> UnitSpec:
    short = spec.short_name or _without_kind(spec.name)
    agency = spec.agency or (f"Ủy ban nhân dân {_lowered(spec.name)}" if spec.kind in AUTHORITIES else spec.name)
    return msgspec.structs.replace(spec, short_name=short, agency=agency, valid_from=spec.valid_from or valid_from)


def _without_kind(name: str) -> str:
    word = next((word for word in _KIND_WORDS if name.startswith(f"{word} ")), None)
    rest = name.removeprefix(f"{word} ")
    # "Ấp 3" and "Phường 2" keep their word: a bare number names nothing
    return name if word is None or rest.isdigit() else rest


def _lowered(name: str) -> str:
    return name[:1].lower() + name[1:]


def _parents_first(units: list[UnitSpec]) -> Iterator[UnitSpec]:
    below: dict[str | None, list[UnitSpec]] = {}
    own = {unit.code for unit in units}
    for unit in units:
        below.setdefault(unit.parent if unit.parent in own else None, []).append(unit)
    waiting: list[UnitSpec] = below.get(None, [])[::-1]
    given: set[str] = set()
    while waiting:
        unit = waiting.pop()
        if unit.code not in given:
            given.add(unit.code)
            yield unit
            waiting += below.get(unit.code, [])[::-1]
    # those in a circle come last; `problems` names them
    yield from (unit for unit in units if unit.code not in given)


def _repeated(field: str, counts: Mapping[str, int]) -> Iterator[Problem]:
    for text, times in counts.items():
        if times > 1:
            yield Problem(_("%(field)s %(text)s được dùng %(times)s lần.", field=field, text=text, times=times), field)


def _agency_codes_in_use(units: Iterable[UnitSpec]) -> Mapping[str, int]:
    return Counter(unit.agency_code for unit in units if unit.agency_code and unit.valid_to is None)


def _unknown(units: Iterable[UnitSpec], ends: Iterable[EndSpec], every: set[str]) -> Iterator[Problem]:
    named = [(unit.code, name) for unit in units for name in (unit.parent, *unit.replaces)]
    named += [("end", code) for end in ends for code in end.codes]
    for place, name in named:
        if name is not None and name not in every:
            yield Problem(_("%(place)s: không có đơn vị “%(name)s”.", place=place, name=name), "parent")


def _cycles(units: Iterable[UnitSpec]) -> Iterator[Problem]:
    found = cycle_in({unit.code: unit.parent for unit in units})
    if found is not None:
        yield Problem(_("Đơn vị “%(code)s” nằm dưới chính nó.", code=found), "parent")


def _own_problems(unit: UnitSpec) -> Iterator[Problem]:
    if unit.valid_to is not None and unit.valid_from is not None and unit.valid_to <= unit.valid_from:
        yield Problem(_("%(code)s: ngày kết thúc phải sau ngày bắt đầu.", code=unit.code), "valid_to")
    if unit.hours is not None:
        try:
            office_hours(unit.hours.weekdays, saturday=unit.hours.saturday, sunday=unit.hours.sunday)
        except ValueError as error:
            yield Problem(f"{unit.code}: {error}", "hours")


def _outlives_parent(units: Iterable[UnitSpec]) -> Iterator[Problem]:
    by_code = {unit.code: unit for unit in units}
    for unit in by_code.values():
        end = by_code[unit.parent].valid_to if unit.parent in by_code else None
        if end is not None and (unit.valid_to is None or unit.valid_to > end):
            yield Problem(_("%(code)s còn hiệu lực sau khi đơn vị cấp trên kết thúc.", code=unit.code), "valid_to")

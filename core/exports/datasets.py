"""Data sets that plugins offer: which a person may take, and as which columns."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from core.acting import Principal
from core.contributions import ExporterSpec
from core.errors import Forbidden, Missing
from core.exports.columns import Column, Kind
from core.registry import current


def offered(principal: Principal) -> list[ExporterSpec]:
    """Return the data sets that the principal may take, in the order of their titles."""
    specs = (spec for spec in current().all("exporters") if not spec.permission or principal.may(spec.permission))
    return sorted(specs, key=lambda spec: str(spec.title))


def chosen(name: str, principal: Principal) -> ExporterSpec:
    """Return a data set by name; raises Missing when there is none, Forbidden when it may not be taken."""
    spec: ExporterSpec | None = next((spec for spec in current().all("exporters") if spec.name == name), None)
    if spec is None:
        raise Missing
    if spec.permission and not principal.may(spec.permission):
        raise Forbidden
    return spec


def columns_of(header: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Column[Sequence[Any]]]:
    """Return the columns of a table; how one is shown follows from its first value that is not empty."""
    return [Column(title, _value_at(at), _kind_of(at, rows)) for at, title in enumerate(header)]


def _value_at(at: int) -> Any:
    return lambda row: row[at]


def _kind_of(at: int, rows: Sequence[Sequence[Any]]) -> Kind:
    first = next((row[at] for row in rows if row[at] is not None), None)
    match first:
        case datetime():
            return "moment"
        case date():
            return "date"
        case int() | float() | Decimal():
            return "number"
        case _:
            return "text"

"""Conditions of NetBox's lookups on one column, with their parameters."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from msgspec import ValidationError, convert

TEXT: Final[Mapping[str, str]] = {
    "": "{c} = ANY({p})",
    "n": "{c} <> ALL({p})",
    "ic": "upper({c}) LIKE ANY(SELECT '%' || x || '%' FROM unnest({like}) AS x)",
    "nic": "NOT upper({c}) LIKE ANY(SELECT '%' || x || '%' FROM unnest({like}) AS x)",
    "isw": "upper({c}) LIKE ANY(SELECT x || '%' FROM unnest({like}) AS x)",
    "nisw": "NOT upper({c}) LIKE ANY(SELECT x || '%' FROM unnest({like}) AS x)",
    "iew": "upper({c}) LIKE ANY(SELECT '%' || x FROM unnest({like}) AS x)",
    "niew": "NOT upper({c}) LIKE ANY(SELECT '%' || x FROM unnest({like}) AS x)",
    "ie": "upper({c}) = ANY({upper})",
    "nie": "upper({c}) <> ALL({upper})",
    "regex": "{c} ~ ANY({p})",
    "iregex": "{c} ~* ANY({p})",
}
NUMBER: Final[Mapping[str, str]] = {
    "": "{c} = ANY({p})",
    "n": "{c} <> ALL({p})",
    "lt": "{c} < ANY({p})",
    "lte": "{c} <= ANY({p})",
    "gt": "{c} > ANY({p})",
    "gte": "{c} >= ANY({p})",
}
CUSTOM: Final = {**TEXT, **{key: NUMBER[key] for key in ("lt", "lte", "gt", "gte")}}
_TYPES: Final = {"number": "bigint[]", "decimal": "numeric[]", "date": "date[]", "moment": "timestamptz[]"}
_BOOL: Final = {"true": True, "1": True, "false": False, "0": False}


class WrongValue(Exception):
    """A known filter with a value that it can't have."""

    def __init__(self, name: str, message: str) -> None:
        self.name = name
        self.message = message


class Where:
    """Conditions with their parameters; `$1` and what came before are the caller's. unknown: filters nobody knows."""

    def __init__(self, parameters: list[Any]) -> None:
        self.parameters = parameters
        self.conditions = ["$1::text <> ''"]  # the address is a parameter of every statement, also where none is shown
        self.unknown: list[str] = []

    def parameter(self, value: Any, cast: str) -> str:
        """Add a parameter; return how the statement names it."""
        self.parameters.append(value)
        return f"${len(self.parameters)}::{cast}"

    @property
    def sql(self) -> str:
        """The WHERE clause."""
        return f"WHERE {' AND '.join(f'({condition})' for condition in self.conditions)}"


def plain(
    name: str, column: str, shape: str, lookups: Mapping[str, str], lookup: str, values: list[str], where: Where
) -> bool:
    """Add the condition of a lookup on a column; tell whether there is such a lookup. Raises WrongValue."""
    if lookup == "empty":
        absent = f"({column} IS NULL" + (f" OR {column} = '')" if shape == "text" else ")")
        where.conditions.append(absent if boolean(name, values) else f"NOT {absent}")
        return True
    if lookup not in lookups:
        return False
    sql = lookups[lookup]
    if values == ["null"]:
        where.conditions.append(f"{column} IS NULL" if lookup != "n" else f"{column} IS NOT NULL")
        return True
    typed = [converted(name, shape, value) for value in values]
    cast = _TYPES.get(shape, "text[]")
    if "{p}" in sql:
        condition = sql.format(c=column, p=where.parameter(typed, cast))
    else:
        like = [re.sub(r"([\\%_])", r"\\\1", value.upper()) for value in values]
        upper = [value.upper() for value in values]
        given = where.parameter(like if "{like}" in sql else upper, "text[]")
        condition = sql.format(c=column, like=given, upper=given)
    if lookup in {"n", "nic", "nisw", "niew", "nie"}:
        condition = f"({condition}) IS NOT FALSE"
    where.conditions.append(condition)
    return True


def converted(name: str, shape: str, value: str) -> Any:
    """Return a text as a value of a shape: number, decimal, date, moment or text. Raises WrongValue."""
    kinds = {"number": int, "decimal": float}
    try:
        if shape in kinds:
            return convert(value, kinds[shape], strict=False)
        if shape in {"date", "moment"}:
            return _day_or_moment(shape, value)
    except (ValidationError, ValueError, OverflowError):
        message = "Enter a whole number." if shape == "number" else "Enter a valid value."
        raise WrongValue(name, message) from None
    return value


def _day_or_moment(shape: str, value: str) -> Any:
    if shape == "date":
        return date.fromisoformat(value)
    found = datetime.fromisoformat(value.replace(" ", "+") if "T" in value else value)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def boolean(name: str, values: Sequence[str]) -> bool:
    """Return the truth that a filter asks for. Raises WrongValue."""
    found = _BOOL.get(values[0].lower()) if values else None
    if found is None:
        raise WrongValue(name, "Enter true or false.")
    return found

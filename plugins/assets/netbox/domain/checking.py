"""What clients send, checked field by field and brought into the form that is kept. Messages are NetBox's own."""

import re
from collections.abc import Mapping
from datetime import date
from ipaddress import ip_interface, ip_network
from typing import Any, Final

from core.text.viet import search_key
from plugins.assets.netbox.domain.choices import CHOICES
from plugins.assets.netbox.domain.describe import Field, ObjectType

Problems = dict[str, list[str]]
REQUIRED: Final = "This field is required."
NOT_NULL: Final = "This field may not be null."
NOT_BLANK: Final = "This field may not be blank."
_SLUG: Final = re.compile(r"[-a-zA-Z0-9_]+")
_MAC: Final = re.compile(r"(?:[0-9A-F]{2}[:-]?){5}[0-9A-F]{2}")
_MOST: Final = 2**63
_TRUE: Final = {1: True, 0: False, "true": True, "false": False, "True": True, "False": False}  # 1 is True


class Bad(Exception):
    """A value that can't be kept; says why."""


def checked(kind: ObjectType, body: Mapping[str, Any], *, new: bool) -> tuple[dict[str, Any], Problems]:
    """Return field -> value of what was sent and may be kept, relations still as they were sent, and what is wrong.

    new: what is missing gets its default, or is a problem. Unknown and read-only fields are ignored, as NetBox does.
    """
    values: dict[str, Any] = {}
    problems: Problems = {}
    for field in kind.fields:
        if field.name == "family":
            continue
        if field.name not in body:
            if new and field.required:
                problems[field.name] = [REQUIRED]
            elif new:
                values[field.name] = _default(field)
            continue
        try:
            values[field.name] = value_of(field, body[field.name])
        except Bad as error:
            problems[field.name] = [str(error)]
    if not problems:
        _finish(kind, values, problems)
    return values, problems


def _default(field: Field) -> Any:
    if field.kind in {"object_types", "ids"}:
        return []
    if field.default is None and not field.null and field.kind == "text":
        return ""
    return field.default


def value_of(field: Field, value: Any) -> Any:
    """Return a value in the form in which it is kept. Raises Bad."""
    if value is None:
        if field.null:
            return None
        if field.kind in {"object_types", "ids"}:
            return []
        raise Bad(NOT_NULL)
    return _CHECKS[field.kind](field, value)


def _text(field: Field, value: Any) -> str:
    if isinstance(value, dict | list | bool):
        raise Bad("Not a valid string.")
    text = str(value).strip() if field.longest < 1000 else str(value)
    if "\x00" in text:
        raise Bad("Null characters are not allowed.")
    if not text and field.required:
        raise Bad(NOT_BLANK)
    if len(text) > field.longest:
        raise Bad(f"Ensure this field has no more than {field.longest} characters.")
    if field.name == "slug" and not _SLUG.fullmatch(text):
        raise Bad("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.")
    return text


def _maybe_text(field: Field, value: Any) -> str | None:
    return _text(field, value) or (None if field.null else "")


def _number(_field: Field, value: Any) -> int:
    try:
        number = int(value) if not isinstance(value, bool) else None
    except (TypeError, ValueError, OverflowError):
        number = None
    if number is None or not -_MOST <= number < _MOST or (isinstance(value, float) and value != number):
        raise Bad("A valid integer is required.")
    return number


def _decimal(_field: Field, value: Any) -> float:
    try:
        number = float(value) if not isinstance(value, bool) else None
    except (TypeError, ValueError):
        number = None
    if number is None or not abs(number) < 1_000_000:
        raise Bad("A valid number is required.")
    return number


def _flag(_field: Field, value: Any) -> bool:
    if isinstance(value, bool | int | str) and value in _TRUE:
        return _TRUE[value]
    raise Bad("Must be a valid boolean.")


def _date(_field: Field, value: Any) -> str:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise Bad("Date has wrong format. Use one of these formats instead: YYYY-MM-DD.") from None


def _choice(field: Field, value: Any) -> str | None:
    if isinstance(value, dict):
        value = value.get("value")
    if value == "" and field.null:
        return None
    if isinstance(value, str) and value in CHOICES[field.choices]:
        return value
    raise Bad(f"{value} is not a valid choice.")


def _list(_field: Field, value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise Bad(f'Expected a list of items but got type "{type(value).__name__}".')
    return value


def _object_types(field: Field, value: Any) -> list[str]:
    found = _list(field, value)
    if not all(isinstance(one, str) and "." in one for one in found):
        raise Bad("Invalid value. Specify an object type as '<app_label>.<model_name>'.")
    return found


_CHECKS: Final = {
    "text": _maybe_text,
    "number": _number,
    "decimal": _decimal,
    "flag": _flag,
    "date": _date,
    "choice": _choice,
    "rel": lambda _field, value: value,
    "json": lambda _field, value: value,
    "object_types": _object_types,
    "ids": _list,
}


def _finish(kind: ObjectType, values: dict[str, Any], problems: Problems) -> None:
    """Bring addresses into one form, and find their family."""
    try:
        if kind.key == "ipam.ipaddress" and values.get("address"):
            address = ip_interface(values["address"])
            values["address"], values["family"] = str(address), address.version
        if kind.key == "ipam.prefix" and values.get("prefix"):
            prefix = ip_network(values["prefix"], strict=False)
            values["prefix"], values["family"] = str(prefix), prefix.version
    except ValueError:
        name = "address" if kind.key == "ipam.ipaddress" else "prefix"
        problems[name] = [f"Enter a valid IPv4 or IPv6 {'address' if name == 'address' else 'prefix'} and mask."]
    if values.get("mac_address"):
        given = values["mac_address"].upper()
        digits = re.sub(r"[^0-9A-F]", "", given)
        if not _MAC.fullmatch(given):
            problems["mac_address"] = ["Enter a valid MAC address."]
        values["mac_address"] = ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def sort_key_of(kind: ObjectType, values: Mapping[str, Any]) -> str:
    """Return the key by which lists are ordered: numbers in names by their value, addresses by theirs."""
    value = str(values.get(kind.order) or "")
    if kind.order in {"address", "prefix"} and value:
        network = ip_interface(value)
        return f"{network.version}{int(network.ip):032x}{network.network.prefixlen:03d}"
    return re.sub(r"\d+", lambda digits: digits[0].zfill(16)[-16:], value.casefold())


def words_of(kind: ObjectType, values: Mapping[str, Any]) -> str:
    """Return the folded words by which an object is found."""
    return search_key(" ".join(str(values[name]) for name in kind.search if values.get(name)))

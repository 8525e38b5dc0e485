"""The office's own fields on objects of the NetBox API: known ones only, each value of its type."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, Final

import msgspec

from core import db
from plugins.assets.netbox.domain.checking import Problems
from plugins.assets.netbox.domain.describe import ObjectType

_KNOWN: Final = """
SELECT f.name, f.type, f.required, f.default::text, s.extra_choices::text FROM assets.assets_nb_customfield f
LEFT JOIN assets.assets_nb_customfieldchoiceset s ON s.id = f.choice_set WHERE $1 = ANY(f.object_types)
"""


def _is_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and bool(date.fromisoformat(value))
    except ValueError:
        return False


_FITS: Final[Mapping[str, tuple[Callable[[Any], bool], str]]] = {
    "text": (lambda v: isinstance(v, str), "Value must be a string."),
    "longtext": (lambda v: isinstance(v, str), "Value must be a string."),
    "url": (lambda v: isinstance(v, str), "Value must be a string."),
    "integer": (lambda v: isinstance(v, int) and not isinstance(v, bool), "Value must be an integer."),
    "decimal": (lambda v: isinstance(v, int | float) and not isinstance(v, bool), "Value must be a decimal."),
    "boolean": (lambda v: isinstance(v, bool), "Value must be true or false."),
    "date": (_is_day, "Date values must be in ISO 8601 format (YYYY-MM-DD)."),
    "multiselect": (lambda v: isinstance(v, list), "Value must be a list."),
}


async def check_custom(
    kind: ObjectType, rows: Sequence[tuple[Mapping[str, Any], dict[str, Any], Problems]], *, new: bool
) -> None:
    """Merge the custom fields of each body into its values; what does not fit becomes a problem of the row."""
    if not new and not any("custom_fields" in body for body, _, _ in rows):
        return
    known = {row["name"]: row for row in await db.rows(_KNOWN, kind.key)}
    for body, values, problems in rows:
        sent = body.get("custom_fields") or {}
        kept = dict(values.get("custom_fields") or {})
        wrong = _wrong(sent, known) if isinstance(sent, dict) else ["Custom fields must be an object."]
        if new and not wrong:
            kept = {name: msgspec.json.decode(row["default"]) for name, row in known.items() if row["default"]}
            wrong = [
                f"Missing required custom field '{name}'."
                for name, row in known.items()
                if row["required"] and sent.get(name, kept.get(name)) is None
            ]
        if wrong:
            problems["custom_fields"] = wrong
        else:
            values["custom_fields"] = kept | sent


def _wrong(sent: Mapping[str, Any], known: Mapping[str, Any]) -> list[str]:
    wrong = []
    for name, value in sent.items():
        if name not in known:
            wrong.append(f"Custom field '{name}' does not exist for this object type.")
        elif value is not None:
            fits, message = _FITS.get(known[name]["type"], (lambda _: True, ""))
            choices = known[name]["extra_choices"]
            if not fits(value):
                wrong.append(f"Invalid value for custom field '{name}': {message}")
            elif known[name]["type"] == "select" and choices and value not in _values(choices):
                wrong.append(f"Invalid value for custom field '{name}': Invalid choice ({value}).")
    return wrong


def _values(choices: str) -> set[str]:
    found = msgspec.json.decode(choices) or []
    return {one[0] if isinstance(one, list) else str(one) for one in found}

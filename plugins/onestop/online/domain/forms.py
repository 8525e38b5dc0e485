"""A form as data: a JSON Schema (2020-12) says what is right, a short layout says how it is asked.

Texts are Vietnamese; `english` translates them, text by text. A question with `show_when` is asked only while an
earlier one has one of the values; what is not asked is neither kept nor required.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from core.contracts.online import FieldKind, Raw

_FORMATS: Final[Mapping[str, FieldKind]] = {
    "date": "date",
    "past-date": "date",
    "identity": "identity",
    "phone": "phone",
    "email": "email",
}
_LOCAL_DATE: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
LONG_TEXT: Final = 200
LONGEST: Final = 2000


class ShowWhen(Struct, frozen=True, forbid_unknown_fields=True):
    """Condition on an earlier question; values as they are sent ("true" for a ticked box)."""

    field: str
    values: tuple[str, ...]


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a property of the schema is asked. width: of the input, in characters (0: the whole line)."""

    field: str
    hint: str = ""
    width: int = 0
    show_when: ShowWhen | None = None


class Section(Struct, frozen=True, forbid_unknown_fields=True):
    """One short page."""

    title: str
    fields: tuple[Place, ...]
    intro: str = ""


class AskedPaper(Struct, frozen=True, forbid_unknown_fields=True):
    """A paper to send as a file. catalogue: how its line in the procedure's list begins, to tick it off there."""

    key: str
    title: str
    hint: str = ""
    required: bool = True
    catalogue: str = ""
    show_when: ShowWhen | None = None


class FormDefinition(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole form. dossier: which answer becomes which part of the dossier (owner_name, owner_identity, ...)."""

    schema: dict[str, Any]
    layout: tuple[Section, ...]
    dossier: dict[str, str]
    papers: tuple[AskedPaper, ...] = ()
    english: dict[str, str] = field(default_factory=dict)

    @property
    def properties(self) -> dict[str, Any]:
        """The schema's properties by name."""
        found = self.schema.get("properties")
        return found if isinstance(found, dict) else {}

    @property
    def places(self) -> tuple[Place, ...]:
        """Every question in the order in which it is asked."""
        return tuple(place for section in self.layout for place in section.fields)

    @property
    def required(self) -> frozenset[str]:
        """Names of the questions that have to be answered when they are asked."""
        found = self.schema.get("required", [])
        return frozenset(found) if isinstance(found, list) else frozenset()


def kind_of(rules: Mapping[str, Any]) -> FieldKind:
    """Return how a property is asked for."""
    if rules.get("type") == "boolean":
        return "yes"
    if rules.get("type") == "integer":
        return "number"
    if "oneOf" in rules:
        return "choice"
    if rules.get("format") in _FORMATS:
        return _FORMATS[rules["format"]]
    return "long" if rules.get("maxLength", 0) > LONG_TEXT else "text"


def choices_of(rules: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return value and title of each choice."""
    return tuple((str(item["const"]), str(item.get("title", item["const"]))) for item in rules.get("oneOf", ()))


def holds(condition: ShowWhen | None, raw: Raw, asked: Sequence[str] | frozenset[str]) -> bool:
    """Tell whether a condition is met by the answers to questions that are themselves asked."""
    if condition is None:
        return True
    return condition.field in asked and raw.get(condition.field, "").strip() in condition.values


def asked(form: FormDefinition, raw: Raw) -> tuple[str, ...]:
    """Return the names of the questions that these answers lead to, in their order."""
    names: list[str] = []
    for place in form.places:
        if holds(place.show_when, raw, names):
            names.append(place.field)
    return tuple(names)


def asked_papers(form: FormDefinition, raw: Raw) -> tuple[AskedPaper, ...]:
    """Return the papers that these answers ask for."""
    names = asked(form, raw)
    return tuple(paper for paper in form.papers if holds(paper.show_when, raw, names))


def typed(form: FormDefinition, raw: Raw) -> dict[str, Any]:
    """Return the answers as the schema knows them: ISO dates, whole numbers, truth values, digits without spaces.

    What cannot be read stays the text that it is, so that the schema refuses it. Unanswered questions are left out,
    and so are those that are not asked; an unticked box is an answer.
    """
    found: dict[str, Any] = {}
    for name in asked(form, raw):
        rules = form.properties.get(name, {})
        text = raw.get(name, "").strip()
        if kind_of(rules) == "yes":
            found[name] = text == "true"
        elif text:
            found[name] = _value(text, kind_of(rules))
    return found


def _value(text: str, kind: FieldKind) -> Any:
    if kind == "number":
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else text
    if kind == "date":
        local = _LOCAL_DATE.fullmatch(text)
        return f"{local[3]}-{int(local[2]):02}-{int(local[1]):02}" if local else text
    if kind in {"identity", "phone"}:
        return re.sub(r"[ .\-]", "", text)
    return text


def in_words(form: FormDefinition, answers: Mapping[str, Any]) -> dict[str, str]:
    """Return typed answers as they are read: dates as 30/11/2017, titles of choices, "" for an unticked box."""
    return {name: _words(form.properties.get(name, {}), value) for name, value in answers.items()}


def _words(rules: Mapping[str, Any], value: Any) -> str:
    kind = kind_of(rules)
    if kind == "yes":
        return "✓" if value else ""
    if kind == "date" and isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return f"{value[8:]}/{value[5:7]}/{value[:4]}"
    return dict(choices_of(rules)).get(str(value), str(value))


def translated(form: FormDefinition, text: str, language: str) -> str:
    """Return a text of the form in a language; in Vietnamese where there is no translation."""
    return form.english.get(text, text) if language == "en" else text

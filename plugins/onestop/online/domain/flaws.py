"""What is wrong with a form itself, before anybody is asked to fill it in."""

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from plugins.onestop.online.domain.forms import FormDefinition, ShowWhen, choices_of, kind_of

FlawKind = Literal[
    "bad_schema",
    "no_questions",
    "unknown_property",
    "never_asked",
    "asked_twice",
    "no_title",
    "bad_name",
    "unknown_required",
    "condition_unknown",
    "condition_value",
    "no_owner",
    "unknown_part",
    "paper_twice",
    "no_english",
]
PARTS = (
    "owner_name",
    "owner_identity",
    "owner_phone",
    "owner_address",
    "submitter_name",
    "submitter_identity",
    "submitter_phone",
    "request",
)
"""Parts of a dossier that an answer can become."""


class FormFlaw(Struct, frozen=True):
    """One thing that is wrong with a form; subject: a property, a paper, or a text. Warnings do not stop publishing."""

    kind: FlawKind
    subject: str = ""

    @property
    def is_warning(self) -> bool:
        """True for what readers can live with."""
        return self.kind == "no_english"


def form_flaws(form: FormDefinition) -> tuple[FormFlaw, ...]:
    """Return everything that would keep people from filling the form in, and texts without English."""
    from jsonschema import Draft202012Validator, SchemaError  # slow to import

    try:
        Draft202012Validator.check_schema(form.schema)
    except SchemaError as error:
        place = "/".join(str(part) for part in error.absolute_path)
        return (FormFlaw("bad_schema", f"{place}: {error.message}"[:300]),)
    return (*_structure(form), *_properties(form), *_conditions(form), *_parts(form), *_english(form))


def _structure(form: FormDefinition) -> Iterator[FormFlaw]:
    names = [place.field for place in form.places]
    if not names:
        yield FormFlaw("no_questions")
    for name, count in Counter(names).items():
        if count > 1:
            yield FormFlaw("asked_twice", name)
        if name not in form.properties:
            yield FormFlaw("unknown_property", name)
    for name in form.required - set(form.properties):
        yield FormFlaw("unknown_required", name)
    for key, count in Counter(paper.key for paper in form.papers).items():
        if count > 1 or key in form.properties:
            yield FormFlaw("paper_twice", key)


def _properties(form: FormDefinition) -> Iterator[FormFlaw]:
    names = {place.field for place in form.places}
    for name, rules in form.properties.items():
        if not (name.isidentifier() and name.isascii() and name.islower()):
            yield FormFlaw("bad_name", name)
        if name not in names:
            yield FormFlaw("never_asked", name)
        if not rules.get("title"):
            yield FormFlaw("no_title", name)


def _conditions(form: FormDefinition) -> Iterator[FormFlaw]:
    earlier: list[str] = []
    for place in form.places:
        yield from _condition(form, place.field, place.show_when, earlier)
        earlier.append(place.field)
    for paper in form.papers:
        yield from _condition(form, paper.key, paper.show_when, earlier)


def _condition(form: FormDefinition, subject: str, when: ShowWhen | None, earlier: list[str]) -> Iterator[FormFlaw]:
    """A condition may look back only: a question that depends on a later one would jump in and out of pages."""
    if when is None:
        return
    if when.field not in earlier:
        yield FormFlaw("condition_unknown", subject)
        return
    rules = form.properties.get(when.field, {})
    known = {"true"} if kind_of(rules) == "yes" else {value for value, _title in choices_of(rules)}
    if known and not set(when.values) <= known:
        yield FormFlaw("condition_value", subject)


def _parts(form: FormDefinition) -> Iterator[FormFlaw]:
    owner = form.dossier.get("owner_name", "")
    always = {place.field for place in form.places if place.show_when is None}
    if owner not in form.required or owner not in always:
        yield FormFlaw("no_owner", owner)
    for part, name in form.dossier.items():
        if part not in PARTS or name not in form.properties:
            yield FormFlaw("unknown_part", part)


def _english(form: FormDefinition) -> Iterator[FormFlaw]:
    for text in texts_of(form):
        if text not in form.english:
            yield FormFlaw("no_english", text)


def texts_of(form: FormDefinition) -> list[str]:
    """Return every Vietnamese text that a reader of the form meets, once each."""
    found: list[str] = []
    for section in form.layout:
        found += [section.title, section.intro, *(place.hint for place in section.fields)]
    for rules in form.properties.values():
        found += [str(rules.get("title", "")), *(title for _value, title in choices_of(rules))]
    for paper in form.papers:
        found += [paper.title, paper.hint]
    return list(dict.fromkeys(text for text in found if text))

"""Which forms there are, and which set of them holds for a dossier. Dated data, read from `config/forms.toml`."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct, field

Kind = Literal[
    "receipt",
    "supplement",
    "refusal",
    "apology",
    "stop",
    "control",
    "logbook",
    "result_receipt",
    "handover_list",
    "fee_receipt",
]
OWN = ""
"""Code of the papers that no annex prescribes: they hold whatever the day."""


class FormSpec(Struct, frozen=True):
    """One form. number: as its annex counts it, "" for an office's own paper. symbol: "" for papers without number."""

    kind: Kind
    number: str
    title: str
    symbol: str
    verified: bool
    note: str = ""


class FormSet(Struct, frozen=True):
    """One generation of forms. effective_from: the first day of reception for which it holds."""

    code: str
    name: str
    effective_from: date
    source: str
    verified: bool
    forms: tuple[FormSpec, ...] = field(name="form", default=())


class Form(Struct, frozen=True):
    """A form as it holds for one dossier: the set it is of ("" for an office's own paper) and what it says."""

    set_code: str
    set_name: str
    spec: FormSpec

    @property
    def mark(self) -> str:
        """What stands in the corner of the paper, such as "Mẫu số 01 – Thông tư 01/2018/TT-VPCP"; "" for own papers."""
        return f"Mẫu số {self.spec.number} – {self.set_name}" if self.spec.number else ""


class Forms(Struct, frozen=True):
    """All forms of this installation."""

    sets: tuple[FormSet, ...] = field(name="set", default=())
    own: tuple[FormSpec, ...] = ()

    def in_force(self, day: date) -> FormSet:
        """Return the set for dossiers received on a day; the first one for days before all. Raises ValueError."""
        ordered = sorted(self.sets, key=lambda item: item.effective_from)
        if not ordered:
            raise ValueError("no set of forms is known")
        return next((item for item in reversed(ordered) if item.effective_from <= day), ordered[0])

    def form(self, kind: Kind, day: date) -> Form | None:
        """Return the form of a kind for dossiers received on a day; None when the set of that day has none."""
        return next((form for form in self.forms(day) if form.spec.kind == kind), None)

    def forms(self, day: date) -> tuple[Form, ...]:
        """Return all forms that hold for dossiers received on a day: those of the set, then the office's own."""
        chosen = self.in_force(day)
        return (*_of(chosen.code, chosen.name, chosen.forms), *_of(OWN, "", self.own))

    def everything(self) -> tuple[Form, ...]:
        """Return the forms of all sets, the newest set first, then the office's own."""
        newest = sorted(self.sets, key=lambda item: item.effective_from, reverse=True)
        found = [form for item in newest for form in _of(item.code, item.name, item.forms)]
        return (*found, *_of(OWN, "", self.own))


def _of(code: str, name: str, specs: Sequence[FormSpec]) -> list[Form]:
    return [Form(code, name, spec) for spec in specs]


def read_forms(content: object) -> Forms:
    """Return the forms from a parsed file. Raises msgspec.ValidationError, which names the place."""
    return msgspec.convert(content, Forms)

"""The only judge of a filing: its answers against the form's schema, its papers against what is asked."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec
from msgspec import Struct

from core.contracts.online import Raw
from core.text.mail_address import is_mail_address
from plugins.onestop.online.domain.forms import FormDefinition, asked, asked_papers, kind_of, typed

if TYPE_CHECKING:  # the validator takes a tenth of a second to import: most processes never need it
    from jsonschema import FormatChecker, ValidationError

FaultCode = Literal[
    "missing",
    "missing_choice",
    "too_short",
    "too_long",
    "too_small",
    "too_large",
    "not_a_number",
    "not_a_date",
    "not_past",
    "identity",
    "phone",
    "email",
    "choice",
    "pattern",
    "must_agree",
    "paper_missing",
    "other",
]
_CODES: Final[dict[str, FaultCode]] = {
    "minLength": "too_short",
    "maxLength": "too_long",
    "minimum": "too_small",
    "maximum": "too_large",
    "oneOf": "choice",
    "enum": "choice",
    "pattern": "pattern",
}
_FORMAT_CODES: Final[dict[str, FaultCode]] = {
    "date": "not_a_date",
    "past-date": "not_past",
    "identity": "identity",
    "phone": "phone",
    "email": "email",
}


_UNANSWERED: Final[frozenset[FaultCode]] = frozenset({"missing", "missing_choice", "must_agree"})


class FormFault(Struct, frozen=True):
    """One thing that is wrong. field: name of the question, or of the paper; limit: the number that the rule names."""

    field: str
    code: FaultCode
    title: str = ""
    limit: str = ""


def faults(
    form: FormDefinition, raw: Raw, today: date, *, complete: bool, only: Collection[str] | None = None
) -> tuple[FormFault, ...]:
    """Return what is wrong with the answers, in the order of the questions, one fault a question.

    complete: unanswered questions are faults too (a draft may leave them). only: look at these questions.
    """
    shown = asked(form, raw)
    schema = {**form.schema, "required": [name for name in form.schema.get("required", ()) if name in shown]}
    answers = typed(form, raw)
    found: dict[str, FormFault] = {}
    from jsonschema import Draft202012Validator

    for error in Draft202012Validator(schema, format_checker=_formats(today)).iter_errors(answers):
        for fault in _faults(form, error, answers):
            if complete or fault.code not in _UNANSWERED:
                found.setdefault(fault.field, fault)
    wanted = [name for name in shown if only is None or name in only]
    rest = [name for name in found if name not in shown and only is None]
    return tuple(found[name] for name in (*wanted, *rest) if name in found)


def paper_faults(form: FormDefinition, raw: Raw, present: Collection[str]) -> tuple[FormFault, ...]:
    """Return the required papers of which there is no file. present: keys of the papers that have one."""
    return tuple(
        FormFault(paper.key, "paper_missing", paper.title)
        for paper in asked_papers(form, raw)
        if paper.required and paper.key not in present
    )


def _faults(form: FormDefinition, error: "ValidationError", answers: dict[str, Any]) -> Iterator[FormFault]:
    if error.validator == "required" and not error.absolute_path:
        wanted = error.validator_value
        for name in wanted if isinstance(wanted, list) else ():
            if name not in answers:
                yield _missing(form, name)
        return
    name = str(error.absolute_path[0]) if error.absolute_path else ""
    rules = form.properties.get(name, {})
    yield FormFault(name, _code(error), str(rules.get("title", name)), _limit(error.validator_value))


def _missing(form: FormDefinition, name: str) -> FormFault:
    rules = form.properties.get(name, {})
    code: FaultCode = "missing_choice" if kind_of(rules) == "choice" else "missing"
    return FormFault(name, code, str(rules.get("title", name)))


def _code(error: "ValidationError") -> FaultCode:
    if error.validator == "format":
        text = str(error.instance)
        code = _FORMAT_CODES.get(str(error.validator_value), "other")
        return "not_a_date" if code == "not_past" and _day(text) is None else code
    if error.validator == "type" and error.validator_value == "integer":
        return "not_a_number"
    if error.validator == "const" and error.validator_value is True:
        return "must_agree"
    return _CODES.get(str(error.validator), "other")


def _limit(value: Any) -> str:
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _day(text: str) -> date | None:
    try:
        return msgspec.convert(text, date)
    except msgspec.ValidationError:
        return None


def _formats(today: date) -> "FormatChecker":
    """Return the checks of Vietnamese formats; a day in the future cannot have been anybody's birthday."""
    from jsonschema import FormatChecker

    checker = FormatChecker(formats=())
    checker.checks("date")(lambda text: not isinstance(text, str) or _day(text) is not None)
    checker.checks("past-date")(lambda text: not isinstance(text, str) or _past(text, today))
    checker.checks("identity")(lambda text: not isinstance(text, str) or _digits(text, 12))
    checker.checks("phone")(lambda text: not isinstance(text, str) or _phone(text))
    checker.checks("email")(lambda text: not isinstance(text, str) or is_mail_address(text))
    return checker


def _past(text: str, today: date) -> bool:
    day = _day(text)
    return day is not None and day <= today and day.year > 1850


def _digits(text: str, length: int) -> bool:
    return text.isascii() and text.isdigit() and len(text) == length


def _phone(text: str) -> bool:
    """Tell whether it is a telephone number of Vietnam: 0 or +84, then 9 (mobile) or 10 (landline) digits."""
    national = f"0{text[3:]}" if text.startswith("+84") else text
    return national.startswith("0") and (_digits(national, 10) or (national.startswith("02") and _digits(national, 11)))

"""Forms: fields of a page into a Struct, every problem by its field, nothing of the input lost.

A field's rules are the Struct's own (`Annotated[str, Meta(min_length=1, max_length=200)]`); its name for people stands
in `Meta(extra={"label": lazy("Họ và tên")})`. Lists of Structs come as `documents.0.name`, `documents.0.copies`, ...
"""

import re
from collections.abc import Mapping
from datetime import date, datetime
from types import UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin, get_type_hints

import msgspec
from litestar import Request
from litestar.datastructures import UploadFile

from core.clock import VIETNAM
from core.errors import Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean, clean_lines

T = TypeVar("T", bound=msgspec.Struct)
_LOCAL_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})([ T]\d{2}:\d{2})?")
_INDEXED = re.compile(r"([a-z_]+)\.(\d{1,3})\.([a-z_]+)")


class Form(Generic[T]):
    """What was sent: `.value` when all is right, `.problems` by field when not, `.raw` to show again, `.files`."""

    def __init__(
        self, raw: Mapping[str, Any], files: Mapping[str, list[UploadFile]], value: T | None, problems: list[Problem]
    ) -> None:
        self.raw = raw
        self.files = files
        self.value = value
        self.problems = problems
        self.key = str(raw.get("_key", ""))

    def errors(self) -> dict[str, str]:
        """Return field -> message, the first problem of each field."""
        found: dict[str, str] = {}
        for problem in self.problems:
            found.setdefault(problem.field or "", problem.message)
        return found

    def refuse(self, error: Refused) -> None:
        """Add the problems that a command found, so that the page can show them beside the fields."""
        self.problems.extend(error.problems)

    def checked(self) -> T:
        """Return the value. Raises Refused with every problem when there is one."""
        Refused.if_any(self.problems)
        if self.value is None:
            raise Refused(_("Chưa có thông tin nào được gửi."))
        return self.value


async def read_form(request: Request[Any, Any, Any], kind: type[T]) -> Form[T]:
    """Read an urlencoded or multipart form into `kind`. Never raises for bad input: the problems are in the answer."""
    data = await request.form()
    raw: dict[str, Any] = {}
    files: dict[str, list[UploadFile]] = {}
    for name in data:
        values = data.getall(name)
        files_sent = [v for v in values if isinstance(v, UploadFile)]
        if files_sent:
            files[name] = [f for f in files_sent if f.filename]
        else:
            texts = [v if isinstance(v, str) else str(v) for v in values]
            raw[name] = texts if len(texts) > 1 else texts[0]
    return parse(raw, kind, files)


def parse(raw: Mapping[str, Any], kind: type[T], files: Mapping[str, list[UploadFile]] | None = None) -> Form[T]:
    """Turn raw texts into `kind`, each field by itself, so that all problems are known at once."""
    problems: list[Problem] = []
    values: dict[str, Any] = {}
    nested = _nested(raw)
    hints = get_type_hints(kind, include_extras=True)
    for field in msgspec.structs.fields(kind):
        hint = hints[field.name]
        sent = nested.get(field.name, raw.get(field.encode_name))
        value = _prepared(sent, hint)
        if value is None:
            if field.required:
                problems.append(
                    Problem(_("Chưa điền: %(label)s.", label=label_of(hint, field.name)), field.name, "missing")
                )
            continue
        try:
            values[field.name] = msgspec.convert(value, hint, strict=False)
        except msgspec.ValidationError as error:
            problems.append(Problem(_sentence(str(error), label_of(hint, field.name)), field.name, "invalid"))
    built = None
    if not problems:
        try:
            built = kind(**values)
        except (TypeError, ValueError) as error:
            problems.append(Problem(str(error)))
    return Form(raw, files or {}, built, problems)


def label_of(hint: Any, name: str) -> str:
    """Return what people call a field: the label in its Meta, else its name."""
    if get_origin(hint) in {Union, UnionType}:
        return next((label for option in get_args(hint) if (label := label_of(option, name)) != name), name)
    if get_origin(hint) is Annotated:
        for extra in get_args(hint)[1:]:
            if isinstance(extra, msgspec.Meta) and extra.extra and "label" in extra.extra:
                return str(extra.extra["label"])
    return name


def _nested(raw: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Gather `documents.0.name` fields into lists of mappings, in the order of their numbers."""
    found: dict[str, dict[int, dict[str, Any]]] = {}
    for name, sent in raw.items():
        match = _INDEXED.fullmatch(name)
        if match:
            value = _prepared(sent, str)
            if value is not None:
                found.setdefault(match[1], {}).setdefault(int(match[2]), {})[match[3]] = value
    return {name: [rows[number] for number in sorted(rows)] for name, rows in found.items()}


def _prepared(sent: Any, hint: Any) -> Any:
    """Return what is to be converted: cleaned text, lists as lists, None for nothing at all."""
    if not isinstance(sent, str):
        return sent
    text = clean_lines(sent) if "\n" in sent else clean(sent)
    if text == "":
        return None
    kinds = _kinds(hint)
    if bool in kinds:
        return text.lower() in {"1", "on", "true", "yes"}
    if kinds & {date, datetime}:
        return _spelt_for_machines(text, moment=datetime in kinds)
    return [text] if kinds & {list, tuple, set, frozenset} else text


def _kinds(hint: Any) -> set[Any]:
    """Return the plain types in an annotation: `Annotated[date | None, ...]` has {date, NoneType}."""
    origin = get_origin(hint)
    if origin is Annotated:
        return _kinds(get_args(hint)[0])
    if origin in {Union, UnionType}:
        return {kind for option in get_args(hint) for kind in _kinds(option)}
    return {origin or hint}


def _spelt_for_machines(text: str, *, moment: bool) -> str:
    """Return a date or moment in ISO 8601; people write 30/11/2017, and times without a zone are Vietnam's."""
    local = _LOCAL_DATE.fullmatch(text)
    if local:
        text = f"{local[3]}-{int(local[2]):02}-{int(local[1]):02}{local[4] or ''}".replace(" ", "T")
    if not moment:
        return text
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return text
    return (at if at.tzinfo else at.replace(tzinfo=VIETNAM)).isoformat()


_RULES: tuple[tuple[str, Any], ...] = (
    (r"Expected `str` of length >= (\d+)", lambda m: _("cần ít nhất %(n)s ký tự", n=m[1])),
    (r"Expected `str` of length <= (\d+)", lambda m: _("dài quá %(n)s ký tự", n=m[1])),
    (r"Expected `(?:int|float|decimal)` >= (\S+?)(?: - .*)?$", lambda m: _("không nhỏ hơn %(n)s", n=m[1])),
    (r"Expected `(?:int|float|decimal)` <= (\S+?)(?: - .*)?$", lambda m: _("không lớn hơn %(n)s", n=m[1])),
    (r"Expected `(?:int|float|decimal)", lambda _m: _("phải là một số")),
    (r"Expected `datetime|Invalid RFC3339|Expected `date|Expected `time", lambda _m: _("phải là ngày giờ hợp lệ")),
    (r"matching regex", lambda _m: _("không đúng dạng")),
    (r"Invalid enum value", lambda _m: _("không có trong danh sách chọn")),
)


def _sentence(message: str, label: str) -> str:
    """Return a converter's message as a sentence for people that names the field."""
    for pattern, words in _RULES:
        match = re.search(pattern, message)
        if match:
            return _("%(label)s: %(rule)s.", label=label, rule=words(match))
    return _("%(label)s: giá trị này không dùng được.", label=label)

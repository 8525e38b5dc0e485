"""What changed between two versions of a procedure, part by part, as lines that can stand side by side."""

from collections.abc import Callable, Mapping
from difflib import SequenceMatcher
from typing import Final, Literal

from msgspec import Struct

from core.contracts.procedures import CHANNELS, FEE_KINDS, RULES, Facts, Fee, Paper, Texts
from core.text.formats import format_date, format_money
from core.text.i18n import gettext as _
from plugins.onestop.catalogue.domain.words import code_of

Line = tuple[str, ...]
Mark = Literal["same", "changed", "removed", "added"]


class Difference(Struct, frozen=True):
    """One part of a procedure that differs. part: a key of `PARTS`; before and after: its lines in words."""

    part: str
    before: tuple[str, ...]
    after: tuple[str, ...]


class Pair(Struct, frozen=True):
    """One row of the comparison: the same line on both sides, or what stands on each; empty where nothing does."""

    mark: Mark
    before: str
    after: str


def differences(
    before: Facts, after: Facts, old: Texts | None = None, new: Texts | None = None
) -> tuple[Difference, ...]:
    """Return the parts in which two versions differ, in the order of a procedure's page."""
    found = [_difference(part, words(before), words(after)) for part, words in _FACTS.items()]
    found += [_difference(part, words(old or Texts()), words(new or Texts())) for part, words in _TEXTS.items()]
    return tuple(item for item in found if item.before != item.after)


def side_by_side(difference: Difference) -> tuple[Pair, ...]:
    """Return the lines of a part beside each other; a line that was only reworded stands beside its new wording."""
    before, after = difference.before, difference.after
    pairs: list[Pair] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += [Pair("same", line, line) for line in before[a:b]]
            continue
        left, right = list(before[a:b]), list(after[c:d])
        for place in range(max(len(left), len(right))):
            one = left[place] if place < len(left) else ""
            other = right[place] if place < len(right) else ""
            pairs.append(Pair("changed" if one and other else "removed" if one else "added", one, other))
    return tuple(pairs)


def fee_words(fee: Fee) -> str:
    """Return a row of a fee in the reader's language, with its kind, channel, case, days and note."""
    amount = _("không rõ") if fee.amount is None else _("miễn phí") if fee.amount == 0 else format_money(fee.amount)
    detail = "; ".join(
        text for text in (fee.case, _days(fee), _("tham khảo") if fee.indicative else "", fee.note) if text
    )
    words = f"{FEE_KINDS[fee.kind]} ({CHANNELS[fee.channel]}): {amount}"
    return f"{words} – {detail}" if detail else words


def _days(fee: Fee) -> str:
    if fee.since and fee.until:
        return _("từ %(since)s đến hết %(until)s", since=format_date(fee.since), until=format_date(fee.until))
    if fee.since:
        return _("từ %(day)s", day=format_date(fee.since))
    return _("đến hết %(day)s", day=format_date(fee.until)) if fee.until else ""


def paper_words(paper: Paper) -> str:
    """Return a line of the list of papers with its counts, unknown ones named so."""
    counts = _(
        "%(originals)s bản chính, %(copies)s bản sao",
        originals="?" if paper.originals is None else paper.originals,
        copies="?" if paper.copies is None else paper.copies,
    )
    where = paper.case or paper.group
    return f"{paper.name} ({counts})" + (f" – {where}" if where else "")


def _difference(part: str, before: Line, after: Line) -> Difference:
    return Difference(part, before, after)


def _one(text: str) -> Line:
    return tuple(line for line in text.split("\n") if line)


# Part -> its lines; the titles stand in `wording.PARTS`.
_FACTS: Final[Mapping[str, Callable[[Facts], Line]]] = {
    "name": lambda f: _one(f.name),
    "field": lambda f: _one(f.field),
    "levels": lambda f: f.levels,
    "agency": lambda f: _one(f.agency),
    "competent": lambda f: _one(f.competent),
    "coordinating": lambda f: _one(f.coordinating),
    "reception": lambda f: _one(f.reception),
    "applicants": lambda f: f.applicants,
    "decision": lambda f: _one(f.decision),
    "cases": lambda f: tuple(case.name for case in f.cases),
    "limits": lambda f: tuple(f"{CHANNELS[limit.channel]}: {limit.words()}" for limit in f.limits),
    "rules": lambda f: (*(str(RULES[rule]) for rule in f.rules), *f.unread_rules),
    "fees": lambda f: tuple(fee_words(fee) for fee in f.fees),
    "exemptions": lambda f: tuple(f"{FEE_KINDS[e.kind]}: {e.name} (-{e.percent} %)" for e in f.exemptions),
    "papers": lambda f: tuple(paper_words(paper) for paper in f.papers),
    "forms": lambda f: (
        *(f"{form.name} {form.url}".strip() for form in f.forms),
        *(form for paper in f.papers for form in paper.forms),
    ),
    "results": lambda f: tuple(f"{result.name} {result.code}".strip() for result in f.results),
    "legal_basis": lambda f: f.legal_basis,
    "members": lambda f: tuple(f"{m.step}: {m.procedure} ({m.limit})" for m in f.members),
    "notes": lambda f: f.notes,
    "origin": lambda f: (
        *(_("Nguồn: %(source)s", source=text) for text in (f.source, f.url) if text),
        _("Đã kiểm chứng với nguồn") if f.verified == "source" else f"{_('Chưa kiểm chứng')} {f.verified}".strip(),
        *([_("Đã đối chiếu với nguồn thứ hai")] if f.crosschecked else []),
        *([_("Nguồn có %(n)s dòng giấy tờ", n=f.papers_total)] if f.papers_total else []),
        *([_("Cấp quyết định năm 2017: %(level)s", level=f.level_2017)] if f.level_2017 else []),
        *([_("Nhiều thời hạn không rõ trường hợp")] if f.time_limit_ambiguous else []),
        *(f"{case.name}: {case.workflow}" for case in f.cases if case.workflow),
        *(f"{case.code}: {case.name}" for case in f.cases if case.code != code_of(case.name)),
    ),
}
_TEXTS: Final[Mapping[str, Callable[[Texts], Line]]] = {
    "steps": lambda t: _one(t.steps),
    "conditions": lambda t: _one(t.conditions),
    "ways": lambda t: tuple(line for way in t.ways for line in _one(way)),
}
PARTS: Final = (*_FACTS, *_TEXTS)

"""What was filed, page by page, with what changed since the round before: old and new side by side."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from core.contracts.online import FormField
from plugins.onestop.online.domain.filings import Change, Sent, answer_changes, paper_changes
from plugins.onestop.online.domain.forms import asked_papers, in_words
from plugins.onestop.online.queries import filings
from plugins.onestop.online.queries.filings import FilingRow, Version
from plugins.onestop.online.views import pages

_SECRET = frozenset({"identity", "phone"})


class AnswerRow(Struct, frozen=True):
    """One answer; before: what stood there in the round before, when that differs; asked: what was to be mended."""

    name: str
    title: str
    value: str
    before: str
    changed: bool
    asked: str


class PaperRow(Struct, frozen=True):
    """One paper with its files now and in the round before."""

    key: str
    title: str
    files: list[Sent]
    before: list[Sent]
    changed: bool
    asked: str


async def comparison(filing: FilingRow, *, unmasked: bool) -> dict[str, Any]:
    """Return sections (title, answers), papers, dropped answers, the number of changes, and the rounds.

    unmasked: identity and phone numbers are shown in full.
    """
    rounds = await filings.versions(filing.id)
    newest, before = rounds[0], rounds[1] if len(rounds) > 1 else None
    asked = await _asked(filing, newest, before)
    words = in_words(filing.form, newest.answers)
    old = in_words(filing.form, before.answers) if before else words
    changes = {change.name: change for change in answer_changes(old, words)}
    sections = [
        (section.title, [_answer(item, words, changes, asked, unmasked=unmasked) for item in section.fields])
        for section in pages(filing.form, _raw(newest.answers))
    ]
    shown = {row.name for _title, rows in sections for row in rows}
    papers = _papers(filing, newest, before, asked)
    titles = {name: str(rules.get("title", name)) for name, rules in filing.form.properties.items()}
    return {
        "sections": sections,
        "papers": papers,
        "dropped": [(titles.get(name, name), change.before) for name, change in changes.items() if name not in shown],
        "changes": len(changes) + sum(paper.changed for paper in papers),
        "rounds": rounds,
    }


async def _asked(filing: FilingRow, newest: Version, before: Version | None) -> dict[str, str]:
    """Return what was to be mended in the round before, and what is to be mended now."""
    rounds = [newest.round] if before is None else [before.round, newest.round]
    return {r.subject: r.text for r in await filings.remarks(filing.id) if r.round in rounds}


def _answer(
    item: FormField,
    words: Mapping[str, str],
    changes: Mapping[str, Change],
    asked: Mapping[str, str],
    *,
    unmasked: bool,
) -> AnswerRow:
    change = changes.get(item.name)
    value, before = words.get(item.name, ""), change.before if change else ""
    if item.kind in _SECRET and not unmasked:
        value, before = _masked(value), _masked(before)
    return AnswerRow(item.name, item.title, value, before, change is not None, asked.get(item.name, ""))


def _papers(filing: FilingRow, newest: Version, before: Version | None, asked: Mapping[str, str]) -> list[PaperRow]:
    """Return the papers that these answers ask for, and others of which there is or was a file."""
    old = before.files if before else newest.files
    moved = {change.name for change in paper_changes(old, newest.files)}
    wanted = asked_papers(filing.form, _raw(newest.answers))
    rows = []
    for paper in filing.form.papers:
        files, earlier = _of(newest.files, paper.key), _of(old, paper.key)
        if paper in wanted or files or earlier:
            rows.append(PaperRow(paper.key, paper.title, files, earlier, paper.key in moved, asked.get(paper.key, "")))
    return rows


def _of(files: Sequence[Sent], key: str) -> list[Sent]:
    return [file for file in files if file.paper == key]


def _masked(text: str) -> str:
    return "•" * max(0, len(text) - 3) + text[-3:] if text else ""


def _raw(answers: Mapping[str, Any]) -> dict[str, str]:
    """Return typed answers as they would be sent: conditions look at these."""
    return {name: _sent(value) for name, value in answers.items()}


def _sent(value: Any) -> str:
    return ("true" if value else "") if isinstance(value, bool) else str(value)

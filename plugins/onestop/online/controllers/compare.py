"""What was filed, page by page, with what changed since the round before: old and new side by side."""

from typing import Any

from plugins.onestop.online.domain.filings import answer_changes, paper_changes
from plugins.onestop.online.domain.forms import in_words
from plugins.onestop.online.queries import filings
from plugins.onestop.online.queries.filings import FilingRow
from plugins.onestop.online.views import pages


async def comparison(filing: FilingRow) -> dict[str, Any]:
    """Return the answers and papers of the newest round, each with its state before and what was to be mended.

    sections: pages with rows (name, title, value, before, changed, asked); papers likewise with their files.
    """
    rounds = await filings.versions(filing.id)
    newest, before = rounds[0], rounds[1] if len(rounds) > 1 else None
    form = filing.form
    words = in_words(form, newest.answers)
    old_words = in_words(form, before.answers) if before else {}
    changed = {change.name: change for change in answer_changes(old_words, words)} if before else {}
    remarks = await filings.remarks(filing.id)
    wanted = {r.subject: r.text for r in remarks if r.round == (before.round if before else newest.round)}
    now_wanted = {r.subject: r.text for r in remarks if r.round == newest.round}
    asked = {**wanted, **now_wanted}
    sections = []
    left = dict(changed)
    for section in pages(form, _raw(newest.answers)):
        rows = []
        for item in section.fields:
            change = left.pop(item.name, None)
            rows.append(
                {
                    "name": item.name,
                    "title": item.title,
                    "value": words.get(item.name, ""),
                    "before": change.before if change else "",
                    "changed": change is not None,
                    "asked": asked.get(item.name, ""),
                }
            )
        sections.append({"title": section.title, "rows": rows})
    moved = {c.name: c for c in paper_changes(before.files, newest.files)} if before else {}
    papers = [
        {
            "key": paper.key,
            "title": paper.title,
            "required": paper.required,
            "files": [file for file in newest.files if file.paper == paper.key],
            "before": [file for file in before.files if file.paper == paper.key] if before else [],
            "changed": paper.key in moved,
            "asked": asked.get(paper.key, ""),
        }
        for paper in form.papers
    ]
    shown = [paper for paper in papers if paper["files"] or paper["before"] or paper["required"]]
    titles = {name: str(rules.get("title", name)) for name, rules in form.properties.items()}
    return {
        "sections": sections,
        "papers": shown,
        "dropped": [{"title": titles.get(name, name), "before": change.before} for name, change in left.items()],
        "changes": len(changed) + len(moved),
        "rounds": rounds,
    }


def _raw(answers: dict[str, Any]) -> dict[str, str]:
    """Return typed answers as they would be sent: conditions look at these."""
    return {
        name: ("true" if value else "") if isinstance(value, bool) else str(value) for name, value in answers.items()
    }

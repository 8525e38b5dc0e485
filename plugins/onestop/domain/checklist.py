"""The papers of a dossier as a matrix: each paper with originals, certified copies and photocopies."""

from collections.abc import Sequence
from typing import Final, Literal

from msgspec import Struct

from core.contracts.procedures import Paper

MOST_COPIES: Final = 99
LONGEST_NAME: Final = 500

PaperFault = Literal["negative", "too_many", "no_name", "long_name", "unknown_paper", "twice", "nothing_handed_in"]
Standing = Literal["complete", "short", "absent", "extra"]


class Handed(Struct, frozen=True):
    """What was handed in of one paper. paper: its place in the procedure's list from 1, or None for another paper."""

    name: str = ""
    paper: int | None = None
    originals: int = 0
    certified: int = 0
    photocopies: int = 0
    remark: str = ""

    @property
    def total(self) -> int:
        """Sheets of any kind."""
        return self.originals + self.certified + self.photocopies


class Line(Struct, frozen=True):
    """One line of the matrix: what the procedure asks for beside what was handed in."""

    name: str
    required: Paper | None
    handed: Handed
    standing: Standing


class HandedFault(Struct, frozen=True):
    """Why a line cannot be taken; index is its place in what was sent, from 0 (-1: the whole list)."""

    index: int
    kind: PaperFault


def faults(papers: Sequence[Paper], handed: Sequence[Handed]) -> tuple[HandedFault, ...]:
    """Return what cannot be right about the counts, whatever the procedure asks for."""
    found: list[HandedFault] = []
    seen: set[int] = set()
    for index, item in enumerate(handed):
        counts = (item.originals, item.certified, item.photocopies)
        if min(counts) < 0:
            found.append(HandedFault(index, "negative"))
        if max(counts) > MOST_COPIES:
            found.append(HandedFault(index, "too_many"))
        found += _naming_faults(papers, index, item, seen)
    if not any(item.total > 0 for item in handed):
        found.append(HandedFault(-1, "nothing_handed_in"))
    return tuple(found)


def _naming_faults(papers: Sequence[Paper], index: int, item: Handed, seen: set[int]) -> list[HandedFault]:
    if item.paper is None:
        if not item.name.strip():
            return [HandedFault(index, "no_name")]
        return [HandedFault(index, "long_name")] if len(item.name) > LONGEST_NAME else []
    if not 1 <= item.paper <= len(papers):
        return [HandedFault(index, "unknown_paper")]
    if item.paper in seen:
        return [HandedFault(index, "twice")]
    seen.add(item.paper)
    return []


def as_required(paper: Paper) -> tuple[int, int]:
    """Return originals and copies of a paper that was ticked off without counts: what is asked for, at least one."""
    originals, copies = paper.originals or 0, paper.copies or 0
    return (originals, copies) if originals or copies else (1, 0)


def matrix(papers: Sequence[Paper], handed: Sequence[Handed]) -> tuple[Line, ...]:
    """Put what was handed in beside what is required: the procedure's papers first, then the others.

    Whether an absent paper is needed in this case is the clerk's judgement (most lists hold alternatives), so a line
    says only how it stands.
    """
    by_paper = {item.paper: item for item in handed if item.paper is not None}
    lines = []
    for number, paper in enumerate(papers, start=1):
        item = by_paper.get(number, Handed(paper=number))
        lines.append(Line(paper.name, paper, item, _standing(paper, item)))
    lines += [Line(item.name.strip(), None, item, "extra") for item in handed if item.paper is None]
    return tuple(lines)


def _standing(paper: Paper, item: Handed) -> Standing:
    """Originals have to be originals; an asked copy may come certified or plain."""
    if item.total == 0:
        return "absent"
    spare = max(0, item.originals - (paper.originals or 0))
    copies = item.certified + item.photocopies + spare
    enough = item.originals >= (paper.originals or 0) and copies >= (paper.copies or 0)
    return "complete" if enough else "short"

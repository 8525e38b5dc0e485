"""Find procedures by what people type: without accents, by code, with one wrong letter in a word.

Works on the catalogue in memory: a district has some hundreds of procedures, the country some thousands.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from msgspec import Struct

from core.contracts.procedures import ProcedureBrief
from core.text.viet import has_exact, search_key, sort_key

# Words shorter than this are not searched loosely: one letter changed in "ca" gives half of the language.
SHORTEST_LOOSE: Final = 4


class Entry(Struct, frozen=True):
    """A procedure prepared for searching: its key, the key's words, and its place in the alphabet."""

    brief: ProcedureBrief
    key: str
    words: tuple[str, ...]
    order: str


def entry(brief: ProcedureBrief) -> Entry:
    """Prepare one procedure for searching."""
    key = search_key(brief.name)
    return Entry(brief, key, tuple(dict.fromkeys(key.split())), sort_key(brief.name))


def find(entries: Iterable[Entry], text: str) -> list[ProcedureBrief]:
    """Return what fits the text, best first; everything in alphabetical order when there is no text.

    Best: the same accents before others, then the words together, then early in the name, then short names. Words with
    one wrong letter are tried only when nothing fits as typed.
    """
    key = search_key(text)
    if not key:
        return [item.brief for item in sorted(entries, key=lambda item: item.order)]
    known = list(entries)
    if key[0].isdigit() and key.replace(".", "").isdigit():
        return [
            item.brief for item in sorted(known, key=lambda item: item.brief.code) if item.brief.code.startswith(key)
        ]
    wanted = key.split()
    hits = [item for item in known if all(_holds(item.words, word) for word in wanted)]
    if not hits:
        hits = [item for item in known if all(_holds_nearly(item.words, word) for word in wanted)]
    return [item.brief for item in sorted(hits, key=lambda item: _rank(item, text, key))]


def _rank(item: Entry, text: str, key: str) -> tuple[bool, bool, int, int, str]:
    place = item.key.find(key)
    return (not has_exact(text, item.brief.name), place < 0, max(place, 0), len(item.key), item.order)


def _holds(words: Sequence[str], wanted: str) -> bool:
    return any(word.startswith(wanted) for word in words)


def _holds_nearly(words: Sequence[str], wanted: str) -> bool:
    if len(wanted) < SHORTEST_LOOSE:
        return _holds(words, wanted)
    return any(one_letter_off(word, wanted) for word in words)


def one_letter_off(one: str, other: str) -> bool:
    """Tell whether two words are equal but for one letter changed, left out, added or swapped with its neighbour."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(other) > len(one):
        return one[start:] == other[start + 1 :]
    swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return swapped or one[start + 1 :] == other[start + 1 :]

"""Search keys, sort keys and tidy input for Vietnamese text.

The keys are kept in table columns, so search and order are the same on every server, whatever collations it has.
"""

import re
import unicodedata
from typing import Final

# Letters that look like đ/Đ and arrive by copy and paste: Icelandic eth (U+00D0, U+00F0), African D (U+0189, U+0256).
_D_WITH_STROKE: Final = str.maketrans(dict.fromkeys("đĐðÐɖƉ", "đ"))
_PLAIN_D: Final = str.maketrans({"đ": "d"})

# Invisible characters that word processors and web pages leave in copied text, and controls PostgreSQL refuses (NUL).
_INVISIBLE: Final = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)

_WORD: Final = re.compile(r"[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*")
_DIGITS: Final = re.compile(r"[0-9]+")

# Tones in dictionary order (none, huyền, hỏi, ngã, sắc, nặng). Written after the word's letters, and below every
# letter and digit in ASCII, so that they count only between words with the same letters.
_TONES: Final = {"\u0300": "!", "\u0309": '"', "\u0303": "#", "\u0301": "$", "\u0323": "%"}
# Breve, circumflex, horn and stroke make a letter of its own: above "z" in ASCII, so "ă" follows "az"; breve <
# circumflex < horn is the order a ă â, o ô ơ.
_LETTERS: Final = str.maketrans({"\u0306": "{", "\u0302": "|", "\u031b": "}", "đ": "d|"})

# Both ways to place a tone on oa, oe, uy at a word's end ("hòa" and "hoà") become the second one.
_OLD_PLACEMENT: Final = re.compile(r"(o)([\u0300\u0301\u0303\u0309\u0323])([ae])(?![\w\u0300-\u036f])")
_OLD_PLACEMENT_UY: Final = re.compile(r"(u)([\u0300\u0301\u0303\u0309\u0323])(y)(?![\w\u0300-\u036f])")


def clean(text: str) -> str:
    """Return text as it is stored: NFC, no invisible characters, trimmed, single spaces (line breaks become spaces)."""
    return " ".join(unicodedata.normalize("NFC", _INVISIBLE.sub("", text)).split())


def clean_lines(text: str) -> str:
    r"""Return text of several lines as it is stored: each line `clean`, lines joined by \n, outer empty lines cut."""
    return "\n".join(clean(line) for line in text.splitlines()).strip("\n")


def search_key(text: str) -> str:
    """Return the key under which text is found with or without accents: "Đức  Hoà" -> "duc hoa".

    Lower case, without marks, single spaces. Equal for both tone placements (hòa, hoà), for composed and
    decomposed input and for the look-alikes of đ. A key's key is the key itself.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    return " ".join(_without_marks(_folded(clean(text))).translate(_PLAIN_D).split())


def has_exact(needle: str, text: str) -> bool:
    """Return whether text holds needle with the same accents (case and tone placement do not matter).

    Ranks answers found by `search_key`: for "đất" those with "đất" come before those with "dật".
    """
    return _exact(needle) in _exact(text)


def sort_key(text: str) -> str:
    """Return a key whose plain byte order (COLLATE "C") is the order of a Vietnamese dictionary.

    Word by word: first the letters a ă â b c d đ e ê ... y, then the tone (none, huyền, hỏi, ngã, sắc, nặng). Case and
    punctuation do not count; numbers are ordered by value, before letters ("Ấp 2" before "Ấp 10").
    """
    return " ".join(_word_key(word) for word in _WORD.findall(_folded(text)))


def name_sort_key(full_name: str) -> str:
    """Return the sort key of a person's full name: given name (the last word) first, then family and middle names."""
    *rest, given = full_name.split() or [""]
    return sort_key(" ".join([given, *rest]))


def initials(full_name: str) -> str:
    """Return the initials of a name, for public pages: "Nguyễn Minh Hà" -> "N. M. H."."""
    words = (_WORD.search(word) for word in unicodedata.normalize("NFC", full_name).split())
    return " ".join(f"{word.group()[0].upper()}." for word in words if word)


def _folded(text: str) -> str:
    """Return text in lower case with its marks as separate characters and every kind of đ as đ."""
    # Twice: folding may compose (İ) and compatibility forms may hold capitals (℃).
    once = unicodedata.normalize("NFKD", text).casefold().translate(_D_WITH_STROKE)
    return unicodedata.normalize("NFKD", once).casefold()


def _without_marks(decomposed: str) -> str:
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _exact(text: str) -> str:
    folded = _folded(clean(text))
    moved = _OLD_PLACEMENT_UY.sub(r"\1\3\2", _OLD_PLACEMENT.sub(r"\1\3\2", folded))
    return unicodedata.normalize("NFC", moved)


def _word_key(word: str) -> str:
    tones = "".join(_TONES[mark] for mark in word if mark in _TONES)
    letters = "".join(letter for letter in word.translate(_LETTERS) if not unicodedata.combining(letter))
    return _DIGITS.sub(_number_key, letters) + tones


def _number_key(digits: re.Match[str]) -> str:
    """Return the number behind a prefix that grows with its length: 0 for one digit ... 8 for nine, 90 for ten."""
    number = digits.group().lstrip("0") or "0"
    nines, rest = divmod(len(number) - 1, 9)
    return "9" * nines + str(rest) + number

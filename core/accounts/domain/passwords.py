"""Which passwords are refused: short ones and those that many people, or people here, would choose.

No rule about kinds of characters and no forced change (NIST SP 800-63B, 3.1.1.2; OWASP ASVS 5.0, 6.2).
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from typing import Final

from core.errors import Problem
from core.text.i18n import gettext as _
from core.text.viet import search_key

SHORTEST: Final = 12
LONGEST: Final = 128

# So many characters must be left when all that can be guessed (words, runs, years, repetitions) is taken out.
OWN_CHARACTERS: Final = 5
_LOOK_ALIKES: Final = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
_RUNS: Final = (
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "01234567890",
)
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}")


def normalised(password: str) -> str:
    """Return the password as it is hashed: NFC, since keyboards send Vietnamese letters in two ways."""
    return unicodedata.normalize("NFC", password)


def problems(password: str, common: Collection[str], words: Iterable[str]) -> list[Problem]:
    """Return why a new password is refused, in words; empty: it is good.

    common: frequent passwords, folded. words: of the district, the office and the person; folded here.
    """
    text = normalised(password)
    if len(text) < SHORTEST:
        return [_problem(_("Mật khẩu cần ít nhất %(n)s ký tự. Một câu ngắn dễ nhớ là tốt nhất.", n=SHORTEST))]
    if len(text) > LONGEST:
        return [_problem(_("Mật khẩu dài nhất %(n)s ký tự.", n=LONGEST))]
    folded = folded_word(text)
    if folded in common or folded.translate(_LOOK_ALIKES) in common:
        return [_problem(_("Nhiều người dùng mật khẩu này nên rất dễ đoán."))]
    if len(own_characters(folded, common, words)) < OWN_CHARACTERS:
        return [
            _problem(
                _(
                    "Mật khẩu này dễ đoán: gần như chỉ gồm từ hay dùng, tên địa phương, tên cơ quan, tên của bạn, "
                    "năm, dãy phím hoặc đoạn lặp lại."
                )
            )
        ]
    return []


def folded_word(word: str) -> str:
    """Return a word as passwords are compared with it: no accents, no spaces, lower case."""
    return search_key(word).replace(" ", "")


def own_characters(folded: str, common: Collection[str], words: Iterable[str]) -> str:
    """Return what is left of a folded password without what can be guessed."""
    guessable = [False] * len(folded)
    known = {word for word in map(folded_word, words) if len(word) >= 3}
    for reading in (folded, folded.translate(_LOOK_ALIKES)):
        for start, end in (*_places(reading, known), *_common_tokens(reading, common)):
            guessable[start:end] = [True] * (end - start)
    for start, end in (*_runs(folded), *(match.span() for match in _YEAR.finditer(folded))):
        guessable[start:end] = [True] * (end - start)
    rest = "".join(character for character, guessed in zip(folded, guessable, strict=True) if not guessed)
    return _without_repetition(rest)


def _problem(message: str) -> Problem:
    return Problem(message, "password")


def _places(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    for word in words:
        start = text.find(word)
        while start >= 0:
            yield start, start + len(word)
            start = text.find(word, start + 1)


def _common_tokens(text: str, common: Collection[str]) -> Iterator[tuple[int, int]]:
    """Yield the pieces of letters between other characters that are frequent passwords themselves."""
    for match in re.finditer(r"[^\W\d_]{3,}", text):
        if match.group() in common:
            yield match.span()


def _runs(text: str) -> Iterator[tuple[int, int]]:
    """Yield pieces of three digits or four letters that lie side by side in the alphabet or on the keys."""
    for run in _RUNS:
        for line in (run, run[::-1]):
            for size in (3, 4):
                for start in range(len(text) - size + 1):
                    piece = text[start : start + size]
                    if (size == 4 or piece.isdigit()) and piece in line:
                        yield start, start + size


def _without_repetition(text: str) -> str:
    """Return the text with each character once in a row, and a piece that fills it again and again only once."""
    single = "".join(character for character, _again in groupby(text))
    match = re.fullmatch(r"(.{1,8}?)\1+.{0,3}", single)
    return match.group(1) if match else single

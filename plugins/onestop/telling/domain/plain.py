"""Vietnamese without its marks, for text messages that are charged by the piece."""

import unicodedata
from typing import Final

_D: Final = str.maketrans({"đ": "d", "Đ": "D", "–": "-", "“": '"', "”": '"', "…": "..."})


def without_marks(text: str) -> str:
    """Return the text with plain letters only; what has no plain letter becomes a question mark."""
    apart = unicodedata.normalize("NFD", text.translate(_D))
    kept = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return kept.encode("ascii", "replace").decode()

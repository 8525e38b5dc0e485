"""Codes other than the label, as people and scanners write them: what counts as the same."""

import re

from core.text.viet import clean, search_key

_FILLERS = re.compile(r"[\s._/\\-]+")
LONGEST = 100


def folded(text: str) -> str:
    """Return the code without case, accents, blanks and dashes: "TS 07/PC-12" and "ts07pc12" are one.

    Scanners with the wrong key layout and people who copy from paper differ in exactly these.
    """
    return _FILLERS.sub("", search_key(clean(text)))

"""Is a word a Vietnamese syllable? Decides between readings of bytes: a wrong reading gives words that cannot exist."""

import re
import unicodedata

_TONES = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
_STOPPED_TONES = {"\u0301", "\u0323"}  # a syllable that ends in c, ch, p, t is sắc or nặng
_ONSET = r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnpqrstvx])?"
_OPEN = (
    "a|e|ê|i|o|ô|ơ|u|ư|y|ai|ao|au|ay|âu|ây|eo|êu|ia|iu|iêu|yêu|oa|oe|oai|oay|oao|oeo|oi|ôi|ơi|ua|uê|ui|uôi|uơ|uy|uya|"
    "uyu|uây|ưa|ưi|ưu|ươi|ươu"
)
_CLOSED = "a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|iê|yê|oa|oă|oe|oo|uâ|uê|uô|uy|uyê|ươ"
_SYLLABLE = re.compile(rf"{_ONSET}(?:(?:{_OPEN})|(?:{_CLOSED})(?P<coda>ch|nh|ng|[cmnpt]))")
# what stands between signs of ASCII and of typography: legacy text has letters at the places of other signs
WORD = re.compile(r"[^\s\x00-/:-@\[-`{-~\u2010-\u2027]+")
_PLAIN = re.compile("[A-Za-z]")


def is_syllable(word: str) -> bool:
    """Tell whether the word could be one Vietnamese syllable by its spelling and its capitals."""
    if word[1:] not in {word[1:].lower(), word[1:].upper()} or (word[0].islower() and word[1:] != word[1:].lower()):
        return False
    letters: list[str] = []
    tones: set[str] = set()
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES:
            if tones:
                return False
            tones.add(character)
        else:
            letters.append(character)
    match = _SYLLABLE.fullmatch(unicodedata.normalize("NFC", "".join(letters)))
    return match is not None and not (match["coda"] in {"c", "ch", "p", "t"} and not tones & _STOPPED_TONES)


def counted(text: str) -> tuple[int, int]:
    """Return how many words of a text have signs beyond ASCII beside plain letters, and how many are syllables."""
    words = [word for word in WORD.findall(text) if not word.isascii() and _PLAIN.search(word)]
    return len(words), sum(map(is_syllable, words))

"""Vietnamese text of the years before Unicode: TCVN3 ("ABC", fonts .VnTime) and VNI (fonts VNI-Times).

Such text reaches us as letters of Windows-1252 that only look right in those fonts. Tables: TCVN 5712:1993 (VN3) and
the VNI for Windows encoding, which writes a vowel and then its sign. Whether a column is such text is decided by its
words: those of clean text are Vietnamese syllables as they stand, those of legacy text only after conversion.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from plugins.assets.importing.domain.syllables import WORD, counted

Legacy = Literal["tcvn3", "vni"]

# letters at the bytes of TCVN3, from the byte on
_RUNS = (
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđ"),
    (0xB5, "àảãáạ"),
    (0xBB, "ằẳẵắ"),
    (0xC6, "ặầẩẫấậè"),
    (0xCE, "ẻẽéẹềểễếệìỉ"),
    (0xDC, "ĩíịò"),
    (0xE1, "ỏõóọồổỗốộờởỡớợù"),
    (0xF1, "ủũúụừửữứựỳỷỹýỵ"),
)
TCVN3 = {chr(first + at): letter for first, letters in _RUNS for at, letter in enumerate(letters)}

_PLAIN_SIGNS = "ùøûõï"  # sắc huyền hỏi ngã nặng
_BREVE_SIGNS, _BREVE = "éèúüë", "ắằẳẵặ"
_HAT_SIGNS = "áàåãä"
_PLAIN = {"a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ", "y": "ýỳỷỹ", "ô": "ớờởỡợ", "ö": "ứừửữự"}
_HATS = {"a": "ấầẩẫậ", "e": "ếềểễệ", "o": "ốồổỗộ"}
_VNI_LOWER = (
    {
        base + sign: letter
        for base, letters in _PLAIN.items()
        for sign, letter in zip(_PLAIN_SIGNS, letters, strict=False)
    }
    | {base + sign: letter for base, letters in _HATS.items() for sign, letter in zip(_HAT_SIGNS, letters, strict=True)}
    | {"a" + sign: letter for sign, letter in zip(_BREVE_SIGNS, _BREVE, strict=True)}
    | {"aê": "ă", "aâ": "â", "eâ": "ê", "oâ": "ô", "ô": "ơ", "ö": "ư", "ñ": "đ"}
    | {"í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
)
VNI = _VNI_LOWER | {key.upper(): letter.upper() for key, letter in _VNI_LOWER.items()}
VNI |= {key[0].upper() + key[1]: letter.upper() for key, letter in _VNI_LOWER.items() if len(key) == 2}

_TCVN3_SIGNS = str.maketrans(TCVN3)
_VNI_SIGNS = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))
_TOKEN = re.compile(r"\S+")
# letters that cannot stand in text of the legacy kind: whoever typed them had Unicode
_BEYOND = re.compile(r"[\u0100-\u0151\u0154-\u0177\u0180-\u02ff\u0300-\u036f\u1e00-\u1eff]")
MOSTLY, HARDLY = 0.8, 0.6
FEWEST = 2


def from_tcvn3(text: str) -> str:
    """Return TCVN3 text in Unicode. Words in capitals have no capitals with tones of their own there: they get them."""
    return _TOKEN.sub(_capitals, text)


def _capitals(match: re.Match[str]) -> str:
    word = match[0]
    plain = [letter for letter in word if letter.isascii() and letter.isalpha()]
    converted = word.translate(_TCVN3_SIGNS)
    return converted.upper() if len(plain) > 1 and all(letter.isupper() for letter in plain) else converted


def from_vni(text: str) -> str:
    """Return VNI text in Unicode."""
    return _VNI_SIGNS.sub(lambda match: VNI[match[0]], text)


CONVERT: dict[Legacy, Callable[[str], str]] = {"tcvn3": from_tcvn3, "vni": from_vni}


def legacy_of(texts: Sequence[str], likely: Legacy | None = None) -> Legacy | None:
    """Return in which legacy encoding a column is written, None for clean text and whenever it is not sure.

    likely: the one that is taken when the column could be in either.
    """
    open_texts = [text for text in texts if not text.isascii() and not _BEYOND.search(text)]
    if not open_texts:
        return None
    # each word once: a column often says the same a hundred times
    joined = "\n".join({word for text in open_texts for word in WORD.findall(text)})
    words, clean = counted(joined)
    found: dict[Legacy, float] = {}
    for kind, convert in CONVERT.items():
        seen, valid = counted(convert(joined))
        if valid >= FEWEST and valid > clean and valid >= MOSTLY * seen:
            found[kind] = valid / seen
    if not found or clean > HARDLY * words:
        return None
    if likely is not None and likely in found:
        return likely
    return max(found, key=lambda kind: found[kind])


def legacy_columns(columns: Sequence[Sequence[str]]) -> list[Legacy | None]:
    """Return the legacy encoding of each column of a table.

    A column with too few words to tell ("Sè" above plain numbers) is as the rest of the table is, unless somebody typed
    Unicode in it.
    """
    whole = legacy_of([text for column in columns for text in column])
    kinds: list[Legacy | None] = []
    for column in columns:
        doubtful = any(not text.isascii() for text in column) and not any(map(_BEYOND.search, column))
        kinds.append(legacy_of(column, whole) or (whole if doubtful else None))
    return kinds


def converted(text: str, kind: Legacy) -> str:
    """Return a cell of a legacy column in Unicode; a cell that somebody typed in Unicode stays as it is."""
    if text.isascii() or _BEYOND.search(text):
        return text
    words, clean = counted(text)
    after = CONVERT[kind](text)
    seen, valid = counted(after)
    if words and clean == words and valid < seen:
        return text
    return after

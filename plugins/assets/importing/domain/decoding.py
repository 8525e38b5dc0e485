"""Bytes of a CSV file into text: byte order marks, UTF-16 without one, UTF-8, else Windows code pages of Vietnam."""

import codecs
import unicodedata
from typing import NamedTuple

from plugins.assets.importing.domain.legacy import CONVERT
from plugins.assets.importing.domain.syllables import counted

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SAMPLE = 2000
MANY_NULS = 0.2


class Decoded(NamedTuple):
    """A file's text, line ends as line feeds, and the encoding it was in, named as Python names it."""

    text: str
    encoding: str


def decode(content: bytes) -> Decoded:
    """Return the text of a file; never raises: what no encoding explains becomes the replacement character."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _made(content[len(mark) :], encoding)
    sample = content[:SAMPLE]
    for encoding, nuls in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if sample and nuls.count(0) > MANY_NULS * len(nuls):
            return _made(content, encoding)
    try:
        return Decoded(_lines(content.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        return _code_page(content)


def _made(content: bytes, encoding: str) -> Decoded:
    return Decoded(_lines(content.decode(encoding, errors="replace")), encoding)


def _code_page(content: bytes) -> Decoded:
    """Choose between Windows-1258 and Windows-1252, in which legacy fonts write, by the Vietnamese words each gives."""
    composed = unicodedata.normalize("NFC", content.decode("cp1258", errors="replace"))
    plain = content.decode("cp1252", errors="replace")
    best = max(counted(reading)[1] for reading in (plain, *(convert(plain) for convert in CONVERT.values())))
    return Decoded(_lines(composed), "cp1258") if counted(composed)[1] > best else Decoded(_lines(plain), "cp1252")


def _lines(text: str) -> str:
    """Return text with line feeds at line ends, also from old Macs; NUL, which no database keeps, is dropped."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")

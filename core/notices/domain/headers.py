"""Header lines of a mail, written by hand: pure ASCII, one value each, no way to smuggle in another line.

Python's own header writer drops blanks between encoded words of a display name (3.11), so names would change.
"""

import base64
import re
from collections.abc import Iterator

from core.text.mail_address import is_mail_address
from core.text.viet import clean

_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_ATOMS = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
_MESSAGE_ID = re.compile(r"<[A-Za-z0-9.+_-]+@[A-Za-z0-9.-]+>")
_WORD_BYTES = 36  # 48 characters of base64: with its frame and the longest header name it stays under 76 (RFC 2047, 2)
_LONGEST_PLAIN = 60


def unstructured(text: str) -> str:
    """Return a subject or other free text for a header; folded with CRLF and a blank."""
    tidy = clean(text)
    if not tidy or (len(tidy) <= _LONGEST_PLAIN and _PLAIN.fullmatch(tidy) and "=?" not in tidy):
        return tidy
    return "\r\n ".join(_encoded_words(tidy))


def mailbox(name: str, address: str) -> str:
    """Return `name <address>` for a header. Raises ValueError for anything that is not one plain mail address."""
    if not is_mail_address(address):
        raise ValueError(f"not a mail address: {address!r}")
    tidy = clean(name)
    if not tidy:
        return address
    phrase = tidy if len(tidy) <= _LONGEST_PLAIN and _ATOMS.fullmatch(tidy) else "\r\n ".join(_encoded_words(tidy))
    return f"{phrase}\r\n <{address}>"


def message_ids(ids: tuple[str, ...]) -> str:
    """Return Message-IDs for In-Reply-To or References. Raises ValueError for one that is malformed."""
    for each in ids:
        if not _MESSAGE_ID.fullmatch(each):
            raise ValueError(f"not a Message-ID: {each!r}")
    return "\r\n ".join(ids)


def _encoded_words(text: str) -> Iterator[str]:
    """Cut the text into encoded words (RFC 2047), never inside a character."""
    chunk = b""
    for letter in text:
        encoded = letter.encode()
        if len(chunk) + len(encoded) > _WORD_BYTES:
            yield _encoded_word(chunk)
            chunk = b""
        chunk += encoded
    yield _encoded_word(chunk)


def _encoded_word(chunk: bytes) -> str:
    return f"=?utf-8?B?{base64.b64encode(chunk).decode()}?="

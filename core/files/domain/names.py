"""Names of files: shown to people, sent in headers, used on the disk. Only the last kind touches a path."""

import re
import unicodedata
from urllib.parse import quote

from core.text.viet import clean

LONGEST_NAME = 120
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
# what some system cannot have in a name, or reads as something else
_UNUSABLE = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_TOKEN = re.compile(r"[0-9a-f]{32}")
_HEADER_SAFE = "!#$&+-.^_`|~"


def clean_name(raw: str, extension: str) -> str:
    """Return the name to keep and show: last part of a path, no control or direction characters, this extension.

    The name is never used as a path. It is at most 120 characters and good on every common system.
    """
    name = raw.replace("\\", "/").rpartition("/")[2]
    stem = clean(_UNUSABLE.sub(" ", clean(name)))
    if "." in stem:
        stem = stem.rpartition(".")[0]
    stem = stem.strip(" .")[: LONGEST_NAME - len(extension) - 1].rstrip(" .") or "tep"
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    return f"{stem}.{extension}"


def stored_path(token: str) -> str:
    """Return where a file lies below the files folder: "ab/cd/" and the token.

    token: 32 lower-case hexadecimal digits from a source of randomness; raises ValueError for anything else, so that
    no other text can become a path.
    """
    if not _TOKEN.fullmatch(token):
        raise ValueError("not the name of a stored file")
    return f"{token[:2]}/{token[2:4]}/{token}"


def content_disposition(name: str) -> str:
    """Return the header value that makes a browser save a file under its name, whatever letters it has.

    Sources: RFC 6266 with RFC 5987; the first form is for programs that do not know the second.
    """
    decomposed = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    ascii_name = re.sub(r'[^ -~]|["\\%;]', "_", plain)
    return f"attachment; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(name, safe=_HEADER_SAFE)}"

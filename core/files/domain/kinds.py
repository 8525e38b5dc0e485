"""Which files may be attached, and how their content is recognised. What is not in the table is refused."""

import re
from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: `extensions` as people write them, `media_type` as it is sent, `most_bytes` as uploaded."""

    name: str
    media_type: str
    extensions: tuple[str, ...]
    most_bytes: int = 20 * MEGABYTE


PDF = FileKind("PDF", "application/pdf", ("pdf",))
JPEG = FileKind("JPEG", "image/jpeg", ("jpg", "jpeg", "jpe"))
PNG = FileKind("PNG", "image/png", ("png",))
WEBP = FileKind("WebP", "image/webp", ("webp",))
HEIC = FileKind("HEIC", "image/heic", ("heic", "heif"))
DOCX = FileKind("DOCX", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
XLSX = FileKind("XLSX", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
ODT = FileKind("ODT", "application/vnd.oasis.opendocument.text", ("odt",))
CSV = FileKind("CSV", "text/csv", ("csv",), 5 * MEGABYTE)
TEXT = FileKind("TXT", "text/plain", ("txt",), 5 * MEGABYTE)
ICS = FileKind("ICS", "text/calendar", ("ics",), 2 * MEGABYTE)

IMAGES = (JPEG, PNG, WEBP, HEIC)
ARCHIVES = (DOCX, XLSX, ODT)
TEXTS = (CSV, TEXT, ICS)
KINDS: tuple[FileKind, ...] = (PDF, *IMAGES, *ARCHIVES, *TEXTS)
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}

ZIP_START = b"PK\x03\x04"
ZIP_END = b"PK\x05\x06"
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"}
_TEXT_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
# Beginnings that a browser takes for a page or a picture with scripts (WHATWG MIME Sniffing, section 7.1; plus SVG).
_ACTIVE = re.compile(
    r"<(?:!doctype\s+html|!--|\?xml|(?:html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|svg|math)[\s/>])",
    re.IGNORECASE,
)


def extension_of(name: str) -> str:
    """Return the text behind the last point, in lower case; empty when there is none."""
    return name.rpartition(".")[2].lower() if "." in name else ""


def media_type_of(name: str) -> str:
    """Return the media type for a stored name; bytes without meaning when its extension is not in the table."""
    kind = BY_EXTENSION.get(extension_of(name))
    return kind.media_type if kind else "application/octet-stream"


def binary_kind(content: bytes) -> FileKind | str | None:
    """Return the kind whose signature the content begins with; "zip" for any zip archive; None when there is none."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    if content[4:8] == b"ftyp" and content[8:12] in _HEIF_BRANDS:
        return HEIC
    return "zip" if content.startswith(ZIP_START) else None


def text_of(content: bytes) -> str | None:
    """Return the content as text (UTF-8, or UTF-16 with byte order mark); None when it is not one."""
    coding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(coding)
    except UnicodeDecodeError:
        return None
    return None if _TEXT_CONTROLS.search(text) else text


def is_active(text: str) -> bool:
    """Tell whether a browser could take the text for a page (HTML, SVG, XML)."""
    return bool(_ACTIVE.match(text.lstrip()[:64]))

"""Decides whether an upload may be kept, and as what."""

from collections.abc import Collection

from msgspec import Struct

from core.errors import Problem, Refused
from core.files.domain.archives import UnsafeArchiveError, office_kind
from core.files.domain.images import UnsafeImageError, redrawn
from core.files.domain.kinds import (
    BY_EXTENSION,
    CSV,
    ICS,
    IMAGES,
    KINDS,
    MEGABYTE,
    PDF,
    TEXT,
    TEXTS,
    ZIP_END,
    FileKind,
    binary_kind,
    extension_of,
    is_active,
    text_of,
)
from core.files.domain.names import clean_name
from core.text.i18n import gettext as _

FIELD = "file"
_PDF_TAIL = 2048
_ZIP_TAIL = 22 + 0xFFFF


class Checked(Struct, frozen=True):
    """A file that may be kept: the name to show, its kind, and its content (pictures drawn anew)."""

    name: str
    kind: FileKind
    content: bytes


def checked(name: str, content: bytes, allowed: Collection[FileKind] = KINDS) -> Checked:
    """Return what to keep of an upload.

    The kind is read from the content and must agree with the name's extension; a place may allow fewer kinds. Raises
    Refused with one problem of the field "file", whose code names the rule: empty, kind, size, content, archive, image.
    Takes a second of computing for a large picture: call it in a thread.
    """
    wanted = BY_EXTENSION.get(extension_of(name.strip()))
    if wanted is None or wanted not in allowed:
        extensions = ", ".join(kind.extensions[0] for kind in allowed)
        raise _refused("kind", _("Chỉ nhận tệp %(extensions)s.", extensions=extensions))
    if not content:
        raise _refused("empty", _("Tệp rỗng."))
    if len(content) > wanted.most_bytes:
        raise _refused("size", _("Tệp lớn quá %(size)s MB.", size=wanted.most_bytes // MEGABYTE))
    if _kind_of(content, wanted) is not wanted:
        raise _refused(
            "content", _("Nội dung tệp không đúng định dạng .%(extension)s.", extension=wanted.extensions[0])
        )
    kind = wanted
    if kind in IMAGES:
        content, kind = _picture(content, kind)
    return Checked(clean_name(name, kind.extensions[0]), kind, content)


def _kind_of(content: bytes, wanted: FileKind) -> FileKind | None:
    """Return the kind that the content has; text files differ only by their extension, which must not hide a page."""
    kind = binary_kind(content)
    if kind == "zip":
        try:
            return office_kind(content)
        except UnsafeArchiveError as error:
            raise _refused(
                "archive", _("Tệp có macro, mật khẩu, bị hỏng hoặc được nén bất thường nên không nhận.")
            ) from error
    if kind is PDF:
        return PDF if _plain_pdf(content) else None
    if isinstance(kind, FileKind):
        return kind
    return _text_kind(content, wanted) if wanted in TEXTS else None


def _plain_pdf(content: bytes) -> bool:
    """Tell whether it is a whole PDF, and not at the same time a zip archive glued behind."""
    return b"%%EOF" in content[-_PDF_TAIL:] and ZIP_END not in content[-_ZIP_TAIL:]


def _text_kind(content: bytes, wanted: FileKind) -> FileKind | None:
    text = text_of(content)
    if text is None or is_active(text):
        return None
    if text.lstrip().upper().startswith("BEGIN:VCALENDAR"):
        return ICS
    return wanted if wanted in (CSV, TEXT) else None


def _picture(content: bytes, kind: FileKind) -> tuple[bytes, FileKind]:
    try:
        return redrawn(content, kind)
    except UnsafeImageError as error:
        raise _refused("image", _("Ảnh bị hỏng hoặc quá lớn nên không mở được.")) from error


def _refused(code: str, message: str) -> Refused:
    return Refused(Problem(message, FIELD, code))

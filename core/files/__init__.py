"""Attached files: checked by content, scanned, stored durably, read by the word of the plugin that owns them."""

from core.files.commands import CorruptFileError, Subject, content_of, read, readable, remove, store
from core.files.domain.kinds import DOCX, HEIC, IMAGES, JPEG, KINDS, PDF, PNG, WEBP, FileKind
from core.files.domain.names import content_disposition
from core.files.queries import Attachment, find, of_subject

__all__ = [
    "DOCX",
    "HEIC",
    "IMAGES",
    "JPEG",
    "KINDS",
    "PDF",
    "PNG",
    "WEBP",
    "Attachment",
    "CorruptFileError",
    "FileKind",
    "Subject",
    "content_disposition",
    "content_of",
    "find",
    "of_subject",
    "read",
    "readable",
    "remove",
    "store",
]

"""Typst templates -> PDF and PNG.

Each template keeps one compiler, so that after the first paper the next takes milliseconds. The same template and data
give the same bytes: the creation time is passed in, fonts ship with the product. Papers are PDF/A-2b (for the archive)
and PDF/UA-1 (for readers that cannot see); a character that no font has would break that promise, so such a paper is
written as plain PDF instead of not at all.
"""

import re
import threading
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Literal

import anyio.to_thread
import msgspec
import structlog
import typst

from core.printing.fonts import print_fonts

STANDARDS = ("a-2b", "ua-1")
_QUOTED = re.compile(r"`[^`]*`")
Data = Mapping[str, Any] | msgspec.Struct

log = structlog.get_logger(__name__)


class PrintingError(RuntimeError):
    """A template does not compile with its data; the message has typst's diagnosis with file and line."""


@dataclass
class _Kept:
    """A compiler and its lock: a compiler may not be entered twice."""

    compiler: typst.Compiler
    lock: threading.Lock = field(default_factory=threading.Lock)


@lru_cache(maxsize=64)
def _kept(template: Path) -> _Kept:
    packages = Path(str(files("core.printing"))) / "templates"
    compiler = typst.Compiler(
        template,
        root=template.parent,
        font_paths=print_fonts().found,
        ignore_system_fonts=True,
        package_path=packages,
        # the cache is where downloaded packages would go: the same folder, so that nothing is ever fetched
        package_cache_path=packages,
    )
    return _Kept(compiler)


async def render_pdf(template: Traversable | Path, data: Data, *, at: datetime) -> bytes:
    """Return the paper as PDF.

    data: becomes `data` in the template, through JSON; its texts are never read as markup. at: aware; the time of
    creation written into the PDF. Raises FontMissingError, FileNotFoundError, PrintingError.
    """
    return await anyio.to_thread.run_sync(pdf, template, data, at)


def pdf(template: Traversable | Path, data: Data, at: datetime) -> bytes:
    """Return the paper as PDF, like `render_pdf`, in the calling thread."""
    if at.tzinfo is None:
        raise ValueError("the time of creation needs a zone")
    try:
        pages = _compile(template, data, "pdf", timestamp=at.replace(microsecond=0), pdf_standards=list(STANDARDS))
    except PrintingError as failed:
        pages = _compile(template, data, "pdf", timestamp=at.replace(microsecond=0))
        # typst quotes the text it could not show, which may be a person's name
        log.warning("printing.plain_pdf", template=Path(str(template)).name, reason=_QUOTED.sub("`...`", str(failed)))
    return pages[0]


def png(template: Traversable | Path, data: Data, dpi: float = 144) -> list[bytes]:
    """Return the pages as PNG images with grey edges, in the calling thread; for previews and label printers."""
    return _compile(template, data, "png", ppi=dpi)


def _compile(template: Traversable | Path, data: Data, output: Literal["pdf", "png"], **options: Any) -> list[bytes]:
    path = Path(str(template))
    if not path.is_file():
        raise FileNotFoundError(f"no such template: {path}")
    kept = _kept(path)
    # composed letters (NFC): fonts have one glyph for each, and what is copied from the PDF can be searched
    values = unicodedata.normalize("NFC", msgspec.json.encode(data).decode())
    inputs = {"data": values, "font": print_fonts().family}
    try:
        with kept.lock:
            made = kept.compiler.compile(format=output, sys_inputs=inputs, **options)
    except typst.TypstError as error:
        raise PrintingError(f"{path.name}: {error.diagnostic or error.message}") from error
    return made if isinstance(made, list) else [made or b""]

"""The fonts that printed papers are set in.

Official papers are set in Times New Roman (Decree 30/2020/ND-CP, annex I). Tinos has its metrics and may be shipped;
the asset build puts it into core/static/vendor/fonts. Without it a look-alike of the system is taken, so that a
development machine can print, and the log says what to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import structlog
import typst

PREFERRED = "Tinos"
SUBSTITUTES = ("Times New Roman", "Liberation Serif", "Nimbus Roman", "FreeSerif", "Noto Serif", "DejaVu Serif")

log = structlog.get_logger(__name__)


class FontMissingError(RuntimeError):
    """No font with Vietnamese letters was found; papers cannot be printed."""


@dataclass(frozen=True)
class PrintFonts:
    """What the compiler gets: the fonts found, and the family that papers are set in."""

    found: typst.Fonts
    family: str


def vendor_folder() -> Path:
    """Return the folder where the asset build puts fonts."""
    return Path(str(files("core"))) / "static" / "vendor" / "fonts"


def find_fonts(folder: Path, substitutes: Sequence[str] = SUBSTITUTES) -> PrintFonts:
    """Return the fonts to print with: Tinos from the folder, else the first substitute that the system has.

    With Tinos no system font is looked at, so that a paper is the same on every machine.
    Raises FontMissingError when there is neither.
    """
    if folder.is_dir():
        shipped = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(folder)])
        if PREFERRED in shipped.families():
            return PrintFonts(shipped, PREFERRED)
    system = typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)
    installed = set(system.families())
    family = next((name for name in substitutes if name in installed), None)
    if family is None:
        raise FontMissingError(
            f"no font {PREFERRED} in {folder} and none of {', '.join(substitutes)}: run the asset build"
        )
    log.warning("printing.font_substituted", wanted=PREFERRED, folder=str(folder), used=family)
    return PrintFonts(system, family)


@cache
def print_fonts() -> PrintFonts:
    """Return the fonts of this installation, found once; raises FontMissingError."""
    return find_fonts(vendor_folder())


async def font_trouble() -> str | None:
    """Say that papers are set in another font than meant, or cannot be set at all; None when all is well."""
    try:
        family = print_fonts().family
    except FontMissingError as missing:
        return str(missing)
    return None if family == PREFERRED else f"papers are set in {family}; run the asset build to get {PREFERRED}"

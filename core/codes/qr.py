"""QR codes as SVG for phones; the text is usually the address of a code, https://host/q/digits."""

import io
from typing import Literal

import segno

QUIET_MODULES = 4


def qr_svg(text: str, module_mm: float = 0.5, error: Literal["l", "m", "q", "h"] = "m") -> str:
    """Return an SVG of the QR code, black on white, sized in mm, with the standard's quiet zone of four modules.

    error: least error correction; raised without cost when the text leaves room. Never a Micro QR, which phones do not
    read. Raises ValueError when the text is empty or too long. Source: ISO/IEC 18004.
    """
    if not text:
        raise ValueError("an empty QR code says nothing")
    code = segno.make(text, error=error, micro=False)
    out = io.BytesIO()
    code.save(
        out,
        kind="svg",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        light="#fff",
        dark="#000",
        nl=False,
        scale=module_mm,
        unit="mm",
        border=QUIET_MODULES,
    )
    return out.getvalue().decode()


def code_address(base_url: str, code: str) -> str:
    """Return the address a phone opens for a code; base_url: scheme and host with or without a final slash."""
    return f"{base_url.rstrip('/')}/q/{code}"

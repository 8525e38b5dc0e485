"""The drawing of a signature's visible mark."""

from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from core.clock import VIETNAM
from core.codes import code_address, grouped, qr_svg
from core.printing import pdf

PATH: Final = "/kiem-chung"


def draw_mark(signer: str, organisation: str, token: str, base_url: str, at: datetime) -> bytes:
    """Return the mark as a one-page PDF, in the calling thread. at: aware; printed in the office's zone, to the second.

    The zone is printed too, since the paper may be read elsewhere. Always Vietnamese, as papers are.
    """
    local = at.astimezone(VIETNAM)
    data = {
        "signer": signer,
        "organisation": "" if organisation == signer else organisation,
        "signed_at": f"{local:%d/%m/%Y %H:%M:%S} +07:00",
        "token": grouped(token),
        "address": base_url.removeprefix("https://").removeprefix("http://").rstrip("/") + PATH,
        "qr": qr_svg(code_address(base_url, token), module_mm=0.5),
    }
    template = Path(str(files("plugins.onestop"))) / "templates" / "onestop" / "print" / "signature_mark.typ"
    return pdf(template, data, at)

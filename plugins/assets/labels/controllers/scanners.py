"""The self-test for scanners: anybody of the staff, at the computer where the scanner hangs."""

from typing import Any
from urllib.parse import quote

from litestar import Controller, Request, get
from litestar.response import Response

from core.codes import code128_svg
from core.web.access import logged_in
from core.web.pages import known_page
from plugins.assets.labels.trial import LETTERS, TRIAL_CODE

# bars of half a millimetre: a scanner reads them from a screen, too
_MODULE_MM = 0.5


class ScannerPages(Controller):
    """One page: scan, and read what is right and what is not."""

    path = "/staff/scanner-test"
    guards = [logged_in]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def show(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Show the test labels and the field."""
        return await known_page(
            "assets/labels/scanner.html",
            request,
            digits=TRIAL_CODE,
            letters=LETTERS,
            digits_svg=_picture(TRIAL_CODE),
            letters_svg=_picture(LETTERS),
        )


def _picture(text: str) -> str:
    return "data:image/svg+xml," + quote(code128_svg(text, module_mm=_MODULE_MM, height_mm=18))

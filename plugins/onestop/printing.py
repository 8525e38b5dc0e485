"""Form 01: what the slip that a citizen takes home has beyond every other paper: papers handed in, codes, money."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from core.codes import code128_svg, code_address, grouped, qr_svg
from core.printing import dong

# bars of 0.375 mm are three dots of a 203 dpi printer; the squares of the QR code are four
BAR_MM = 0.375
SQUARE_MM = 0.5


class SlipPaper(Struct, frozen=True, kw_only=True):
    """One line of the table of papers handed in, with how many of each kind."""

    name: str
    originals: int = 0
    certified_copies: int = 0
    photocopies: int = 0


class SlipData(Struct, frozen=True, kw_only=True):
    """What only form 01 has. token: the 20 digits of `core.codes.slip_token`. base_url: of the public look-up."""

    token: str
    base_url: str
    documents: Sequence[SlipPaper]
    sets: int = 1
    fee: int | None = None
    """In dong; None leaves the line out, 0 says that nothing is to be paid."""
    fee_paid: bool = False
    tracking_phone: str = ""
    logbook: str = ""
    logbook_line: str = ""


def template_data(slip: SlipData) -> dict[str, Any]:
    """Return what the template reads beside the heading and the dossier: amounts in words and the two codes as SVG."""
    address = code_address(slip.base_url, slip.token)
    values = {name: value for name, value in asdict(slip).items() if name not in ("base_url", "fee", "fee_paid")}
    return values | {
        "fee": _fee(slip),
        "token_grouped": grouped(slip.token),
        "tracking_address": slip.base_url.removeprefix("https://").rstrip("/") + "/tra-cuu",
        "barcode": code128_svg(slip.token, module_mm=BAR_MM, height_mm=10),
        "qr": qr_svg(address, module_mm=SQUARE_MM),
    }


def _fee(slip: SlipData) -> str:
    # the words of the paper, not of a screen: the form is prescribed in Vietnamese
    if slip.fee is None:
        return ""
    if slip.fee == 0:
        return "không thu"
    return f"{dong(slip.fee)} ({'đã nộp' if slip.fee_paid else 'chưa nộp'})"

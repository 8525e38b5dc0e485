"""Papers of the one-stop desk. Form 01: the slip that a citizen takes home when a dossier was received."""

from collections.abc import Sequence
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import asdict

from core.codes import code128_svg, code_address, grouped, qr_svg
from core.printing import dong, official_date, official_moment, render_pdf

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
    """What stands on form 01 of Circulars 01/2018/TT-VPCP and 03/2025/TT-VPCP; an empty text leaves dots or no line.

    token: the 20 digits of `core.codes.slip_token`. base_url: of the public look-up. Times are aware; they are printed
    in the zone. An identity number is printed as given: pass it masked if only part of it shall be on paper.
    """

    parent_agency: str
    agency: str
    place: str
    printed_on: date
    number: str
    dossier_code: str
    receiving_unit: str
    submitter_name: str
    channel: str
    content: str
    owner_name: str
    documents: Sequence[SlipPaper]
    sets: int
    time_limit: str
    received_at: datetime
    due_at: datetime | None
    collection_place: str
    officer_name: str
    token: str
    base_url: str
    zone: ZoneInfo
    submitter_address: str = ""
    submitter_phone: str = ""
    submitter_email: str = ""
    identity_number: str = ""
    owner_address: str = ""
    procedure_code: str = ""
    tracking_phone: str = ""
    fee: int | None = None
    """In dong; None leaves the line out, 0 says that nothing is to be paid."""
    fee_paid: bool = False
    logbook: str = ""
    logbook_line: str = ""


def slip_template() -> Path:
    """Return the path of form 01."""
    return Path(str(files("plugins.onestop"))) / "templates" / "onestop" / "print" / "form01.typ"


def template_data(slip: SlipData) -> dict[str, Any]:
    """Return what the template reads: the slip's fields, with times and amounts in words and the two codes as SVG."""
    address = code_address(slip.base_url, slip.token)
    values = {
        name: value for name, value in asdict(slip).items() if name not in ("zone", "base_url", "fee", "fee_paid")
    }
    return values | {
        "place_date": f"{slip.place}, {official_date(slip.printed_on)}",
        "received_at": official_moment(slip.received_at, slip.zone),
        "due_at": official_moment(slip.due_at, slip.zone) if slip.due_at else "",
        "fee": _fee(slip),
        "token_grouped": grouped(slip.token),
        "tracking_address": slip.base_url.removeprefix("https://").rstrip("/") + "/tra-cuu",
        "barcode": code128_svg(slip.token, module_mm=BAR_MM, height_mm=10),
        "qr": qr_svg(address, module_mm=SQUARE_MM),
    }


async def slip_pdf(slip: SlipData, at: datetime) -> bytes:
    """Return form 01 as PDF, A5; at: aware, when it is printed."""
    return await render_pdf(slip_template(), template_data(slip), at=at)


def _fee(slip: SlipData) -> str:
    # the words of the paper, not of a screen: the form is prescribed in Vietnamese
    if slip.fee is None:
        return ""
    if slip.fee == 0:
        return "không thu"
    return f"{dong(slip.fee)} ({'đã nộp' if slip.fee_paid else 'chưa nộp'})"

"""What stands on a receipt."""

from datetime import datetime
from typing import Any, Final

from core.clock import VIETNAM
from core.printing import dong, dong_in_words, official_date
from plugins.onestop.fees.schemas import Receipt
from plugins.onestop.office import office_of
from plugins.onestop.papers.contents import agency_heading
from plugins.onestop.papers.domain.forms import Form
from plugins.onestop.queries.dossiers import Sheet

METHODS: Final = {"cash": "tiền mặt", "transfer": "chuyển khoản"}


async def receipt_content(receipt: Receipt, sheet: Sheet, form: Form, at: datetime) -> dict[str, Any]:
    """Return the data of a receipt. at: aware, when it is printed; a reprint says so."""
    office = await office_of(receipt.unit_id)
    printed = official_date(at.astimezone(VIETNAM).date())
    return await agency_heading(office.authority, receipt.issued_at) | {
        "title": form.spec.title,
        "form_mark": form.mark,
        "reprint": f"Bản in lại lần {receipt.copies}, {printed}" if receipt.copies else "",
        "cancelled": receipt.cancel_reason,
        "receiving_unit": office.desk.name,
        "series": f"{receipt.series}/{receipt.year}",
        "number": f"{receipt.number:07}",
        "payer_name": receipt.payer_name,
        "payer_address": receipt.payer_address,
        "content": sheet.request,
        "dossier_code": sheet.code,
        "phi": dong(receipt.phi) if receipt.phi else "",
        "le_phi": dong(receipt.le_phi) if receipt.le_phi else "",
        "total": dong(receipt.total),
        "in_words": dong_in_words(receipt.total),
        "method": METHODS[receipt.method],
        "note": receipt.note,
        "officer_name": receipt.issued_by_name,
    }

"""What money adds to the page of a dossier."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from core.web.access import identify
from plugins.onestop.fees import queries
from plugins.onestop.fees.domain.account import account
from plugins.onestop.papers.access import FEES
from plugins.onestop.papers.panels import ledger_of, sheet_of


async def load_account(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return what the dossier owes and paid, and whether the reader may do anything about it."""
    sheet = sheet_of(request)
    who = await identify(request)
    receipts = await queries.of_dossier(sheet.id)
    return {
        "sheet": sheet,
        "account": account(await ledger_of(request)),
        "receipts": [receipt for receipt in receipts if receipt.cancelled_at is None],
        "may": any(who.may(FEES, unit) for unit in sheet.unit_ids),
    }

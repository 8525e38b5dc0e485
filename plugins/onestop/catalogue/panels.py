"""What was chosen at the counter, on the page of a dossier."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from plugins.onestop.catalogue.choosing import chosen_at_intake
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet


async def load_choice(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the case and the exemption of the dossier whose page is drawn, None where none was chosen."""
    sheet: Sheet = request.scope["state"]["panel_context"]["sheet"]
    facts = sheet.facts
    if not facts.cases and not facts.exemptions:
        return {"choice": None}
    return {"choice": chosen_at_intake(facts, await dossiers.ledger(sheet.id))}

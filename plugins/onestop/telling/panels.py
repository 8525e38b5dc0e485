"""The notices' piece of the page of a dossier."""

from collections.abc import Mapping
from typing import Any

from litestar import Request

from core.text.formats import format_datetime
from core.web.access import identify
from plugins.onestop.access import duties
from plugins.onestop.exchange.domain.masking import masked
from plugins.onestop.telling import queries
from plugins.onestop.telling.domain.rules import MAIL
from plugins.onestop.telling.schemas import NoticeLine
from plugins.onestop.telling.wording import STATES, channel_words, event_words


async def load_notices(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return who was told what about the dossier, and how whoever filed it wants to be told."""
    sheet = request.scope["state"]["panel_context"]["sheet"]
    held = duties(await identify(request), sheet.unit_ids)
    return {
        "sheet": sheet,
        "contact": await queries.subject_of(sheet.id),
        "notices": [_line(found) for found in await queries.notices_of(sheet.id)],
        "may_send": bool(held),
        "may_change": "reception" in held,
    }


def _line(found: NoticeLine) -> dict[str, Any]:
    at = found.sent_at or found.created_at
    return {
        "id": found.id,
        "title": event_words(found.event),
        "way": f"{channel_words(found.channel)} · {shown_address(found.channel, found.address)}",
        "at": format_datetime(at),
        "tag": STATES[found.state],
        "error": found.last_error if found.state in {"failed", "waiting"} else "",
        "again": found.state in {"sent", "failed", "withheld"},
        "body": found.body,
    }


def shown_address(channel: str, address: str) -> str:
    """Return an address as it is shown on the page: enough to recognise it."""
    if channel != MAIL:
        return masked(address)
    name, _at, domain = address.partition("@")
    return f"{name[:1]}{'•' * min(len(name) - 1, 6)}@{domain}"

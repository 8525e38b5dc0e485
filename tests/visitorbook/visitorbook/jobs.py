from datetime import timedelta

import msgspec

from core.acting import Act
from core.jobs import Payload
from core.registry import current
from visitorbook import commands
from visitorbook.settings import VisitorBookSettings


class CloseBook(Payload, frozen=True, tag="visitorbook.close"):
    """Note as gone whoever forgot to say goodbye."""


async def close_book(_payload: CloseBook, act: Act) -> None:
    """Close the book as the settings say."""
    chosen = msgspec.convert(current().settings.plugin.get("visitorbook", {}), VisitorBookSettings)
    await commands.close_book(act, timedelta(hours=chosen.stay_hours))

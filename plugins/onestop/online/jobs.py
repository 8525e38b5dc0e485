"""Work of each night for filings from home."""

from core.acting import Act
from core.jobs import Payload
from plugins.onestop.online.commands.forgetting import forget_drafts


class ForgetDrafts(Payload, frozen=True, tag="onestop.forget_drafts"):
    """Delete the drafts that nobody touched for long."""


async def run_forget_drafts(_payload: ForgetDrafts, act: Act) -> None:
    """Delete until none is left."""
    while await forget_drafts(act):
        pass

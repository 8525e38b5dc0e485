"""Work of each night for filings from home."""

from core.acting import Act
from core.jobs import Payload
from plugins.onestop.online.commands.forgetting import forget_drafts
from plugins.onestop.online.commands.recounting import recount_answers


class ForgetDrafts(Payload, frozen=True, tag="onestop.forget_drafts"):
    """Delete the drafts that nobody touched for long."""


async def run_forget_drafts(_payload: ForgetDrafts, act: Act) -> None:
    """Delete until none is left."""
    while await forget_drafts(act):
        pass


class RecountAnswers(Payload, frozen=True, tag="onestop.recount_answers"):
    """Work out anew when waiting filings have to be answered: the calendar may have changed."""


async def run_recount_answers(_payload: RecountAnswers, act: Act) -> None:
    """Recount them all."""
    await recount_answers(act)

"""What the worker does for the clock."""

from core.acting import Act
from core.contracts.events import DossierMoved
from plugins.onestop.clock.commands import recomputing, stopping, sweeping
from plugins.onestop.clock.payloads import Recompute, StopUnanswered, Sweep


async def recompute(payload: Recompute, act: Act) -> None:
    """Move the promises of open dossiers to where the office's days put them."""
    await recomputing.recompute(payload.cause, act)


async def sweep(payload: Sweep, act: Act) -> None:  # noqa: ARG001 -- a job's payload
    """Bring the steps up to date and warn."""
    await sweeping.sweep(act)


async def stop_unanswered(payload: StopUnanswered, act: Act) -> None:  # noqa: ARG001 -- a job's payload
    """Stop what nobody has answered in time."""
    await stopping.stop_unanswered(act)


async def note_step(event: DossierMoved, act: Act) -> None:
    """Keep the list of steps up to date, within the transaction of the move."""
    await sweeping.refresh(event.dossier_id, act.at)

"""Work of the clock for the worker."""

from core.jobs import Payload


class Recompute(Payload, frozen=True, tag="onestop.recompute"):
    """Work every open dossier's promise out anew. cause: what changed, in Vietnamese; "" for the nightly check."""

    cause: str = ""


class Sweep(Payload, frozen=True, tag="onestop.clock_sweep"):
    """Work the steps' due times out anew and fire the warnings that have become due."""


class StopUnanswered(Payload, frozen=True, tag="onestop.stop_unanswered"):
    """Stop the dossiers whose applicants let the time for missing papers pass."""

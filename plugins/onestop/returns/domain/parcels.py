"""The way of a result by post, as data."""

from typing import Final, Literal

from msgspec import Struct

from core.text.i18n import mark

ParcelState = Literal["requested", "sent", "delivered", "back", "collected"]
ParcelAction = Literal["send", "deliver", "fail", "collect"]


class ParcelStep(Struct, frozen=True):
    """One allowed step. needs: what has to be typed with it; hands_over: the result is with the citizen afterwards."""

    source: ParcelState
    action: ParcelAction
    target: ParcelState
    title: str
    needs: Literal["", "tracking", "reason"] = ""
    hands_over: bool = False


STEPS: Final = (
    ParcelStep("requested", "send", "sent", mark("Gửi bưu điện"), needs="tracking"),
    ParcelStep("requested", "collect", "collected", mark("Người dân đến nhận tại quầy"), hands_over=True),
    ParcelStep("sent", "deliver", "delivered", mark("Bưu điện đã giao"), hands_over=True),
    ParcelStep("sent", "fail", "back", mark("Không giao được, trả về quầy"), needs="reason"),
    ParcelStep("back", "send", "sent", mark("Gửi lại"), needs="tracking"),
    ParcelStep("back", "collect", "collected", mark("Người dân đến nhận tại quầy"), hands_over=True),
)
FINAL: Final[frozenset[ParcelState]] = frozenset({"delivered", "collected"})


def parcel_step(state: ParcelState, action: str) -> ParcelStep | None:
    """Return the step out of a state by an action, None when there is none."""
    return next((step for step in STEPS if (step.source, step.action) == (state, action)), None)


def parcel_steps(state: ParcelState) -> tuple[ParcelStep, ...]:
    """Return the steps out of a state, in the order in which they are offered."""
    return tuple(step for step in STEPS if step.source == state)

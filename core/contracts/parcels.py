"""Contract: where the result of a dossier is when it goes by post."""

from typing import Protocol

from msgspec import Struct


class PublicParcel(Struct, frozen=True):
    """What the holder of a slip may know of a parcel. state: in the reader's language. Neither name nor address."""

    state: str
    carrier: str
    tracking_number: str


class ResultPost(Protocol):
    """Results by post."""

    async def of(self, code: str) -> PublicParcel | None:
        """Return the parcel of the dossier with this number; None when its result does not go by post."""

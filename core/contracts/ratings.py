"""Contract: what citizens say of dossiers that are over; one dossier, one rating."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, Protocol

from msgspec import Struct

from core.acting import Act
from core.text.i18n import lazy

SCORES: Final[Mapping[int, object]] = {
    5: lazy("Rất hài lòng"),
    4: lazy("Hài lòng"),
    3: lazy("Bình thường"),
    2: lazy("Không hài lòng"),
    1: lazy("Rất không hài lòng"),
}


class OfficeRating(Struct, frozen=True):
    """How an office is rated: never a person. average: 1 to 5; None while there are too few to be published."""

    unit: str
    count: int
    average: float | None


class ResultRating(Protocol):
    """Rating after the result."""

    async def may_rate(self, code: str) -> bool:
        """Tell whether this dossier is over and nobody has rated it yet."""

    async def rate(self, code: str, score: int, comment: str, act: Act) -> None:
        """Keep the rating; of two for one dossier the first counts. Raises Refused, Missing."""

    async def offices(self, since: datetime) -> tuple[OfficeRating, ...]:
        """Return how each office was rated since an aware moment, by name."""

"""Implements the contract `ResultRating`."""

from datetime import datetime

from core.acting import Act
from core.contracts.ratings import OfficeRating
from plugins.onestop.ratings import commands, figures


class Ratings:
    """Rating after the result."""

    async def may_rate(self, code: str) -> bool:
        """Tell whether it can be rated."""
        return await commands.may_rate(code)

    async def rate(self, code: str, score: int, comment: str, act: Act) -> None:
        """Keep it."""
        await commands.rate(code, score, comment, act)

    async def offices(self, since: datetime) -> tuple[OfficeRating, ...]:
        """Return the averages of offices."""
        return await figures.offices(since)

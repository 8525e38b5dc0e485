"""Implements the contract `ResultPost`."""

from core.contracts.parcels import PublicParcel
from plugins.onestop.returns import queries
from plugins.onestop.returns.wording import TAGS


class Post:
    """Results by post."""

    async def of(self, code: str) -> PublicParcel | None:
        """Return where the parcel is."""
        found = await queries.parcel_of_code(code)
        if found is None:
            return None
        return PublicParcel(str(TAGS[found.state].label), found.carrier, found.tracking_number)

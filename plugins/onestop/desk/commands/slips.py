"""Print the slips of many dossiers: all of them are written down, or none is."""

from core import db
from core.acting import Act
from plugins.onestop.commands.slips import print_slip
from plugins.onestop.queries.dossiers import Sheet


async def print_slips(codes: list[str], act: Act) -> list[Sheet]:
    """Write down that the present slips are printed; return the dossiers. Raises Missing, Forbidden for any of them."""
    async with db.transaction():
        return [await print_slip(code, act) for code in codes]

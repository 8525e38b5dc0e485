"""Print the slips of many dossiers: all of them are written down, or none is."""

from core import db
from core.acting import Act
from plugins.onestop.papers.commands.printing import print_receipt


async def print_slips(codes: list[str], act: Act) -> list[bytes]:
    """Print the present slips, each a PDF file. Raises Missing, Forbidden, PrintingError for any of them."""
    async with db.transaction():
        return [(await print_receipt(code, act)).content for code in codes]

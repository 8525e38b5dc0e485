"""The next number of a book: unique and without gaps, whoever asks at the same moment and whoever gives up."""

from datetime import datetime

from core import db
from core.clock import VIETNAM

_NEXT = """
INSERT INTO onestop.onestop_paper_counter AS c (authority_id, book, year, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (authority_id, book, year) DO UPDATE SET last = c.last + 1 RETURNING last
"""


def year_of(at: datetime) -> int:
    """Return the year of issue of an aware moment, in the office's zone."""
    return at.astimezone(VIETNAM).year


async def next_number(authority_id: int, book: str, at: datetime) -> int:
    """Take the next number of an authority's book for the year of an aware moment.

    Must run in the transaction that writes the paper, as late in it as can be: the row stays locked until its end, and
    a rollback gives the number back. Raises RuntimeError outside a transaction.
    """
    if not db.in_transaction():
        raise RuntimeError("a number outside a transaction would be lost when the paper is not written")
    return int(await db.value(_NEXT, authority_id, book, year_of(at)))

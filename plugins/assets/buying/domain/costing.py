"""What each bought thing cost: its price and its share of the costs that a purchase has in common.

Source: Circular 141/2025/TT-BTC, article 6.1 (parts of the cost of a purchase, shared costs are apportioned) and
article 5.1 (whole đồng). Money is in whole đồng everywhere.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Price(NamedTuple):
    """A line of a purchase: so many pieces at one price."""

    quantity: int
    unit_price: int


class SharedCosts(NamedTuple):
    """What a purchase costs beside its lines.

    discount: taken off, with penalties the seller paid; transport: also installation and trial run; taxes: those that
    nobody gives back.
    """

    discount: int = 0
    transport: int = 0
    taxes: int = 0
    other: int = 0

    @property
    def net(self) -> int:
        """What is added to the lines; negative when the discount is more than the rest."""
        return self.transport + self.taxes + self.other - self.discount


def apportion(total: int, weights: Sequence[int]) -> list[int]:
    """Return whole shares of the total in proportion to the weights; their sum is the total to the đồng.

    Largest remainder: each share is the exact one rounded down or up, the biggest fractions go up, of equal fractions
    the earlier. Weights that are all 0 count alike. A negative total gives the same shares with the other sign.
    Raises ValueError without weights or with a negative one.
    """
    if not weights or min(weights) < 0:
        raise ValueError("weights must be given and not negative")
    if total < 0:
        return [-share for share in apportion(-total, weights)]
    chosen = weights if any(weights) else [1] * len(weights)
    whole = sum(chosen)
    shares = [total * weight // whole for weight in chosen]
    by_rest = sorted(range(len(chosen)), key=lambda n: -(total * chosen[n] % whole))
    for n in by_rest[: total - sum(shares)]:
        shares[n] += 1
    return shares


def line_costs(lines: Sequence[Price], shared: SharedCosts) -> list[int]:
    """Return what all pieces of each line cost together, shared costs included by the lines' amounts."""
    if not lines:
        return []
    amounts = [line.quantity * line.unit_price for line in lines]
    return [amount + share for amount, share in zip(amounts, apportion(shared.net, amounts), strict=True)]


def piece_cost(line_cost: int, quantity: int, piece: int) -> int:
    """Return the cost of a line's piece (0 is the first): pieces differ by one đồng at most, their sum is the line's.

    Raises ValueError when the line has no such piece.
    """
    if not 0 <= piece < quantity:
        raise ValueError("no such piece")
    each, rest = divmod(line_cost, quantity)
    return each + (1 if piece < rest else 0)


def free_pieces(quantity: int, taken: Sequence[int]) -> list[int]:
    """Return the numbers of the pieces that have not been received, in order."""
    known = set(taken)
    return [piece for piece in range(quantity) if piece not in known]

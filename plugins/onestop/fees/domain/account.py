"""What a dossier owes and has paid, folded from its ledger: charge, exemption, payment, refund, receipt."""

from collections.abc import Iterable
from typing import Final, Literal

from msgspec import Struct

from plugins.onestop.domain.ledger import LedgerLine

Levy = Literal["phi", "le_phi"]
Action = Literal["charged", "exempted", "paid", "refunded", "receipted", "receipt_cancelled"]
Fault = Literal["nothing", "above_charge", "above_open", "receipted", "nothing_paid"]

_SIGNS: Final[dict[str, tuple[str, int]]] = {
    "charged": ("charged", 1),
    "exempted": ("exempted", 1),
    "paid": ("paid", 1),
    "refunded": ("refunded", 1),
    "receipted": ("receipted", 1),
    "receipt_cancelled": ("receipted", -1),
}


class Account(Struct, frozen=True):
    """Sums in VND. receipted: money for which a receipt holds. pays_after: something is to be paid with the result."""

    charged: int = 0
    exempted: int = 0
    paid: int = 0
    refunded: int = 0
    receipted: int = 0
    pays_after: bool = False

    @property
    def due(self) -> int:
        """What has to be paid in all."""
        return self.charged - self.exempted

    @property
    def kept(self) -> int:
        """What was paid and not given back."""
        return self.paid - self.refunded

    @property
    def open(self) -> int:
        """What is still to be paid."""
        return max(self.due - self.kept, 0)

    @property
    def surplus(self) -> int:
        """What was paid and is not due (any more)."""
        return max(self.kept - self.due, 0)

    @property
    def unreceipted(self) -> int:
        """Money that was taken and has no receipt that holds."""
        return self.kept - self.receipted


def account(ledger: Iterable[LedgerLine]) -> Account:
    """Return the sums that follow from a dossier's ledger; other lines than those of money are passed over."""
    sums = dict.fromkeys(("charged", "exempted", "paid", "refunded", "receipted"), 0)
    after = False
    for line in ledger:
        if line.kind != "fee" or line.action not in _SIGNS or line.amount is None:
            continue
        name, sign = _SIGNS[line.action]
        sums[name] += sign * line.amount
        after = after or (line.action == "charged" and line.source == "after")
    return Account(**sums, pays_after=after)


def may_exempt(now: Account, amount: int) -> Fault | None:
    """Return why so much cannot be exempted: more than what is charged and not exempted yet."""
    if amount <= 0:
        return "nothing"
    return "above_charge" if amount > now.due else None


def may_refund(now: Account, amount: int) -> Fault | None:
    """Return why so much cannot be given back: more than was taken, or a receipt still holds for it."""
    if amount <= 0:
        return "nothing"
    if amount > now.kept:
        return "nothing_paid"
    return "receipted" if amount > now.unreceipted else None


def may_receipt(now: Account, phi: int, le_phi: int) -> Fault | None:
    """Return why no receipt can be made: it covers money that was taken without one, then what is open."""
    total = phi + le_phi
    if total <= 0:
        return "nothing"
    return "above_open" if total > now.unreceipted + now.open else None


def newly_paid(now: Account, total: int) -> int:
    """Return how much of a receipt is money that changes hands now; the rest was taken before without a receipt."""
    return max(total - now.unreceipted, 0)

"""The account of a dossier: a table of cases, and no sequence of allowed writes breaks it."""

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.fees.domain.account import Account, account, may_exempt, may_receipt, may_refund, newly_paid

AT = datetime(2017, 11, 22, tzinfo=UTC)
Entry = tuple[str, int]


def ledger(*entries: Entry) -> list[LedgerLine]:
    return [
        LedgerLine(n, AT, "fee", action, "", "", 1, "", "", "", amount) for n, (action, amount) in enumerate(entries)
    ]


@pytest.mark.parametrize(
    ("entries", "due", "kept", "still_open", "surplus", "unreceipted"),
    [
        ([], 0, 0, 0, 0, 0),
        ([("charged", 80_000)], 80_000, 0, 80_000, 0, 0),
        ([("charged", 80_000), ("paid", 80_000)], 80_000, 80_000, 0, 0, 80_000),
        ([("charged", 80_000), ("paid", 80_000), ("receipted", 80_000)], 80_000, 80_000, 0, 0, 0),
        ([("charged", 80_000), ("exempted", 30_000), ("paid", 20_000)], 50_000, 20_000, 30_000, 0, 20_000),
        ([("charged", 50_000), ("paid", 50_000), ("exempted", 50_000)], 0, 50_000, 0, 50_000, 50_000),
        ([("charged", 50_000), ("paid", 50_000), ("exempted", 50_000), ("refunded", 50_000)], 0, 0, 0, 0, 0),
        (
            [("charged", 9), ("paid", 9), ("receipted", 9), ("receipt_cancelled", 9), ("receipted", 4)],
            9, 9, 0, 0, 5,
        ),
    ],
)  # fmt: skip
def test_sums(entries: Sequence[Entry], due: int, kept: int, still_open: int, surplus: int, unreceipted: int) -> None:
    now = account(ledger(*entries))
    assert (now.due, now.kept, now.open, now.surplus, now.unreceipted) == (due, kept, still_open, surplus, unreceipted)


@pytest.mark.parametrize(
    ("fault", "wanted"),
    [
        (may_exempt(Account(charged=50), 50), None),
        (may_exempt(Account(charged=50, exempted=10), 50), "above_charge"),
        (may_exempt(Account(charged=50), 0), "nothing"),
        (may_refund(Account(charged=50, paid=50), 50), None),
        (may_refund(Account(charged=50, paid=50), 51), "nothing_paid"),
        (may_refund(Account(charged=50, paid=50, receipted=20), 40), "receipted"),
        (may_receipt(Account(charged=50, paid=20), 0, 50), None),
        (may_receipt(Account(charged=50, paid=20), 1, 50), "above_open"),
        (may_receipt(Account(charged=50), 0, 0), "nothing"),
    ],
)
def test_what_may_be_done(fault: str | None, wanted: str | None) -> None:
    assert fault == wanted


WRITES = st.lists(
    st.tuples(
        st.sampled_from(["charge", "exempt", "refund", "receipt", "cancel"]),
        st.integers(min_value=1, max_value=200),
        st.integers(min_value=0, max_value=200),
    ),
    max_size=25,
)


@given(st.integers(min_value=0, max_value=100), st.booleans(), WRITES)
def test_no_sequence_of_writes_makes_money_out_of_nothing(
    fee: int, paid: bool, writes: list[tuple[str, int, int]]
) -> None:
    entries: list[Entry] = [("charged", fee)] + ([("paid", fee)] if paid else [])
    receipts: list[int] = []
    drawer = fee if paid else 0  # the money in the drawer, counted by itself
    for what, first, second in writes:
        now = account(ledger(*entries))
        if what == "charge":
            entries.append(("charged", first))
        elif what == "exempt" and may_exempt(now, first) is None:
            entries.append(("exempted", first))
        elif what == "refund" and may_refund(now, first) is None:
            entries.append(("refunded", first))
            drawer -= first
        elif what == "receipt" and may_receipt(now, first, second) is None:
            new = newly_paid(now, first + second)
            entries += [("paid", new)] if new else []
            entries.append(("receipted", first + second))
            receipts.append(first + second)
            drawer += new
        elif what == "cancel" and receipts:
            entries.append(("receipt_cancelled", receipts.pop()))
        after = account(ledger(*entries))
        assert after.kept == drawer >= 0
        assert after.due >= 0
        assert 0 <= after.receipted == sum(receipts) <= after.kept
        assert after.open == 0 or after.surplus == 0

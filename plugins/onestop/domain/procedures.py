"""What follows from a procedure's facts at the counter: which case, which papers, how long, how much."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

import msgspec

from core.contracts.procedures import Case, Channel, Exemption, Facts, Fee, FeeKind, Limit, Paper, Unit

Item = TypeVar("Item", Limit, Fee)


def for_case(facts: Facts, case: Case | None) -> Facts:
    """Return the facts as they hold for a case: its own limits and fees where it has any, else the common ones.

    Papers stay as they are, so that a paper keeps its place in the procedure's list; see `papers_for`. No case: all of
    them are possible, so nothing is narrowed.
    """
    if case is None:
        return facts
    names = {item.name for item in facts.cases}
    return msgspec.structs.replace(
        facts,
        limits=_own(facts.limits, case.name, names),
        fees=_own(facts.fees, case.name, names),
        time_limit_ambiguous=facts.time_limit_ambiguous and not any(item.case == case.name for item in facts.limits),
    )


def papers_for(facts: Facts, case: Case | None) -> tuple[tuple[int, Paper], ...]:
    """Return the papers that a case asks for, each with its place in the procedure's list from 1."""
    numbered = enumerate(facts.papers, start=1)
    return tuple((n, paper) for n, paper in numbered if case is None or paper.case in {"", case.name})


def grouped(papers: Iterable[tuple[int, Paper]], case: Case | None = None) -> list[tuple[str, int, Paper]]:
    """Return papers with the heading each is shown under, those without one first, then heading by heading."""
    found = [("" if case and paper.case else paper.case or paper.group, number, paper) for number, paper in papers]
    order = {heading: place for place, heading in enumerate(dict.fromkeys(["", *(item[0] for item in found)]))}
    return sorted(found, key=lambda item: order[item[0]])


def limit_choices(facts: Facts) -> tuple[Limit, ...]:
    """Return the different limits a clerk may have to choose from; channels with equal numbers count once.

    Empty when no row has both a number and a unit.
    """
    chosen: dict[tuple[int | None, Unit | None, str], Limit] = {}
    for limit in facts.limits:
        if limit.known:
            chosen.setdefault((limit.value, limit.unit, limit.case), limit)
    return tuple(chosen.values())


def fees_for(facts: Facts, channel: Channel, day: date | None = None) -> tuple[Fee, ...]:
    """Return what is charged on this channel, one fee of each kind; empty when that is not certain.

    day: amounts that hold on this day only go before the usual ones; without a day there are only the usual ones.
    """
    charged = [fee for fee in facts.fees if fee.channel in (channel, "all")]
    kinds = dict.fromkeys(fee.kind for fee in charged)
    if len(kinds) > 1 and "" in kinds:
        return ()
    amounts: list[Fee] = []
    for kind in kinds:
        found = _certain([fee for fee in charged if fee.kind == kind and fee.amount is not None], day)
        if found is None:
            return ()
        amounts.append(found)
    return tuple(amounts)


def fee_for(facts: Facts, channel: Channel, day: date | None = None) -> Fee | None:
    """Return everything charged on this channel as one amount, None when that is not certain."""
    fees = fees_for(facts, channel, day)
    if len(fees) < 2:
        return fees[0] if fees else None
    total = sum(fee.amount or 0 for fee in fees)
    return Fee(total, channel, any(fee.indicative for fee in fees))


def waived(fees: Iterable[Fee], exemption: Exemption) -> int | None:
    """Return how much of the fees an exemption waives, in VND rounded down; None when that is not certain.

    An exemption from lệ phí says nothing about an amount of which it is unknown whether it is phí or lệ phí.
    """
    total = 0
    for fee in fees:
        if not _concerns(exemption.kind, fee.kind):
            continue
        if fee.amount is None or (exemption.kind and not fee.kind and fee.amount):
            return None
        total += fee.amount * exemption.percent // 100
    return total


def _concerns(exempt: FeeKind, kind: FeeKind) -> bool:
    return not exempt or not kind or exempt == kind


def _certain(fees: list[Fee], day: date | None) -> Fee | None:
    """Return the one amount of a kind on a day; a reduction that holds goes before the usual amount.

    Amounts for cases nobody has chosen between are not certain.
    """
    if any(fee.case for fee in fees):
        return None
    dated = [fee for fee in fees if fee.dated and day is not None and fee.holds_on(day)]
    amounts = {fee.amount: fee for fee in dated or [fee for fee in fees if not fee.dated]}
    return next(iter(amounts.values())) if len(amounts) == 1 else None


def _own(items: tuple[Item, ...], case: str, cases: set[str]) -> tuple[Item, ...]:
    """Return the items of a case as common ones, else those that belong to no case."""
    own = tuple(msgspec.structs.replace(item, case="") for item in items if item.case == case)
    return own or tuple(item for item in items if item.case not in cases)

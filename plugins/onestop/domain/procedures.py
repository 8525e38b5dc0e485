"""What follows from a procedure's facts at the counter."""

from core.contracts.procedures import Channel, Facts, Fee, Limit, Unit


def limit_choices(facts: Facts) -> tuple[Limit, ...]:
    """Return the different limits a clerk may have to choose from; channels with equal numbers count once.

    Empty when no row has both a number and a unit.
    """
    chosen: dict[tuple[int | None, Unit | None, str], Limit] = {}
    for limit in facts.limits:
        if limit.known:
            chosen.setdefault((limit.value, limit.unit, limit.case), limit)
    return tuple(chosen.values())


def fee_for(facts: Facts, channel: Channel) -> Fee | None:
    """Return the fee charged on this channel, or None when no single usable amount is published for it."""
    usable = {fee.amount: fee for fee in facts.fees if fee.amount is not None and fee.channel in (channel, "all")}
    if len(usable) != 1:
        return None
    return next(iter(usable.values()))

"""Whose turn it is: first come, first served, and every n-th call for somebody with priority.

Source of the kinds: Law on the Elderly 39/2009 and Law on Persons with Disabilities 51/2010 give precedence in public
service; how the precedence is given is the desk's own rule, so `every` is data.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from core.text.i18n import mark

PRIORITIES: Final[Mapping[str, str]] = {
    "elderly": mark("Người cao tuổi"),
    "disabled": mark("Người khuyết tật"),
    "pregnant": mark("Phụ nữ mang thai, bế con nhỏ"),
    "merit": mark("Người có công"),
}


class Waiting(Struct, frozen=True):
    """A ticket that waits. since: when it was taken, aware; a transferred one keeps its place by it."""

    id: int
    service: int
    since: datetime
    priority: bool = False
    only_counter: int | None = None


def next_ticket(
    waiting: Sequence[Waiting], services: Collection[int], counter: int, *, every: int, ordinary: int
) -> Waiting | None:
    """Return whom a counter calls next; None when nobody waits for it.

    services: done at the counter. every: every how many-th call goes to somebody with priority (1: each, 0: none).
    ordinary: how many calls without priority there were since the last one with.
    """
    mine = sorted((one for one in waiting if may_take(one, services, counter)), key=lambda one: (one.since, one.id))
    preferred = next((one for one in mine if one.priority), None)
    if preferred is not None and every and ordinary >= every - 1:
        return preferred
    plain = next((one for one in mine if not one.priority or not every), None)
    return plain or preferred


def may_take(ticket: Waiting, services: Collection[int], counter: int) -> bool:
    """Tell whether a ticket may be called to a counter: it was sent there, or waits for what is done there."""
    return ticket.only_counter == counter if ticket.only_counter is not None else ticket.service in services

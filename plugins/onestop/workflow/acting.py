"""For whom somebody acts: in an own right, or for an absent person as the substitute; both stay in the trail."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct

from core import accounts, offices
from core.acting import Act, Principal
from core.contracts.dossiers import Duty
from core.contracts.offices import Holding
from plugins.onestop.access import PERMISSION_OF, duties
from plugins.onestop.domain.ledger import LedgerLine, did
from plugins.onestop.domain.workflow import Mover, Transition, Workflow, offers


class Acting(Struct, frozen=True):
    """The duties that somebody holds for one dossier. others: absent person -> duties held through that person."""

    who: Principal
    own: frozenset[Duty]
    others: Mapping[int, frozenset[Duty]] = {}
    names: Mapping[int, str] = {}

    @property
    def duties(self) -> frozenset[Duty]:
        """Every duty, own or through somebody absent."""
        return self.own.union(*self.others.values())

    def instead_of(self, wanted: Collection[Duty], holder_id: int | None) -> int | None:
        """Return for whom a move with one of these duties is made; None: for oneself.

        The holder comes first, when that is somebody one stands in for; then an own right; then anybody absent.
        """
        if holder_id is not None and self.others.get(holder_id, frozenset()).intersection(wanted):
            return holder_id
        if self.own.intersection(wanted):
            return None
        return next((person for person, held in sorted(self.others.items()) if held.intersection(wanted)), None)

    def holds(self, holder_id: int | None) -> bool:
        """Tell whether a dossier with this holder lies with oneself, with somebody stood in for, or with nobody."""
        return self.who.everything or holder_id is None or holder_id == self.who.person_id or holder_id in self.others

    def mover(self, move: Transition | None, ledger: Sequence[LedgerLine], holder_id: int | None) -> Mover:
        """Return who makes a move, with what was done by or for both people behind it. No move: nothing was done."""
        if move is None:
            return Mover(self.duties, frozenset(), self.holds(holder_id))
        people = (self.who.person_id, self.instead_of(move.duties, holder_id))
        return Mover(self.duties, did(ledger, *people), self.holds(holder_id))


async def acting_for(act: Act, unit_ids: Iterable[int]) -> Acting:
    """Return in which duties an actor can act on a dossier that these units have or had."""
    units = frozenset(unit_ids)
    every = duties(act.who, units)
    held = await _holdings(act)
    absent = {line.on_behalf_of: line.on_behalf_name for line in held if line.on_behalf_of is not None}
    if not absent:
        return Acting(act.who, every)
    roles, tree = await accounts.matrix(), await offices.tree()

    def through(person: int | None) -> frozenset[Duty]:
        mine = [h for h in held if h.on_behalf_of == person and units & tree.reach(h.unit_id)]
        allowed = frozenset().union(*(roles.get(h.role, frozenset()) for h in mine))
        return frozenset(duty for duty, permission in PERMISSION_OF.items() if permission in allowed) & every

    others = {person: found for person in absent if (found := through(person))}
    borrowed = frozenset[Duty]().union(*others.values()) - through(None)
    return Acting(act.who, every - borrowed, others, absent)


async def _holdings(act: Act) -> list[Holding]:
    if act.who.person_id is None:
        return []
    return await offices.holdings(act.who.person_id, offices.office_day(act.at))


def possible(
    workflow: Workflow, state: str, acting: Acting, ledger: Sequence[LedgerLine], holder_id: int | None
) -> tuple[Transition, ...]:
    """Return the moves that somebody may make now, in the order in which they are offered."""
    return tuple(
        move for move in workflow.exits(state) if move in offers(workflow, state, acting.mover(move, ledger, holder_id))
    )

"""Run a sync: type by type in their order, batch by batch, each batch kept before the next one begins.

A run that is cut off goes on where it was: what is linked is linked, and what was made without its link being kept is
found again by its key.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

import msgspec
import pynetbox
from msgspec import Struct, field

from core import audit
from core.acting import Act
from plugins.assets.netbox.domain.describe import ObjectType
from plugins.assets.netbox.storing import InUse, NoRight, Unfit
from plugins.assets.sync import links
from plugins.assets.sync.domain.merge import Decision, Direction, Side, merge
from plugins.assets.sync.links import Linked
from plugins.assets.sync.rules import Synced
from plugins.assets.sync.sides import MARK, Object, Ours, Theirs, flat

BATCH: Final = 50
SIDES: Final[tuple[Side, Side]] = ("ours", "theirs")
Refusals = (pynetbox.RequestError, Unfit, NoRight, InUse)


class Change(Struct, frozen=True):
    """One thing that was done, or would be: create, update, conflict or refused. fields: name -> (before, after)."""

    kind: str
    name: str
    what: str
    side: Side | None
    fields: Mapping[str, tuple[Any, Any]]


class Report(Struct):
    """What a run did, or would do."""

    changes: list[Change] = field(default_factory=list)
    marked: bool = True

    def count(self, what: str) -> int:
        """Return how many changes there are of a sort."""
        return sum(change.what == what for change in self.changes)


class _Pair(Struct, frozen=True):
    """An object of both sides with what is to be done about it."""

    name: str
    ours: int | None
    theirs: int | None
    before: Mapping[Side, Mapping[str, Any]]
    decision: Decision


class Run:
    """One run against one peer. dry: nothing is written, on neither side."""

    def __init__(self, peer: str, theirs: Theirs, direction: Direction, act: Act, *, dry: bool) -> None:
        self.peer, self.direction, self.act, self.dry = peer, direction, act, dry
        self.sides: dict[Side, Any] = {"ours": Ours(act), "theirs": theirs}
        self.report = Report()
        self.links: dict[str, Linked] = {}

    async def sync(self, types: Sequence[Synced]) -> Report:
        """Sync the types. Raises what pynetbox and requests raise when the other side can't be asked."""
        if not self.dry and self.direction != "pull":
            kinds = [one.type for one in types if one.kind != "extras.tag"]
            self.report.marked = await self.sides["theirs"].mark(kinds)
        for one in types:
            self.links[one.kind] = await links.load(self.peer, one.kind)
        for one in types:
            await self._sync_type(one)
        if not self.dry:
            counts = {what: self.report.count(what) for what in ("create", "update", "conflict", "refused")}
            await audit.record(
                self.act, "assets.netbox_synced", subject="assets.sync", subject_id=self.peer, after=counts
            )
        return self.report

    async def _sync_type(self, one: Synced) -> None:
        pairs = await self._pairs(one)
        for side in SIDES:
            new = [pair for pair in pairs if pair.decision.create == side]
            for batch in _batches(new):
                await self._create(one, side, batch)
            changed = [pair for pair in pairs if _changes(pair, side)]
            for batch in _batches(changed):
                await self._update(one, side, batch)
        settled = [pair for pair in pairs if pair.decision.create is None]
        await self._keep(one, [pair for pair in settled if pair.ours is not None and pair.theirs is not None])
        for pair in settled:
            await self._conflicts(one, pair)

    async def _pairs(self, one: Synced) -> list[_Pair]:
        """Match the objects of both sides: by link, else by key."""
        kind, known = one.type, self.links[one.kind]
        ours = {found["id"]: self._ours_values(kind, found) for found in await self._objects("ours", kind)}
        theirs = {found["id"]: self._their_values(kind, found) for found in await self._objects("theirs", kind)}
        by_key = {_key(one, values): number for number, values in ours.items() if number not in known.by_ours}
        choices = await links.choices(self.peer, one.kind)
        pairs = []
        for number, values in theirs.items():
            mine = known.by_theirs.get(number)
            if mine is None:
                mine = by_key.pop(_key(one, values), None)
                if mine is not None:
                    known.add(mine, number)
            pairs.append(self._pair(one, mine, number, ours.get(mine) if mine else None, values, choices))
        paired = {pair.ours for pair in pairs}
        pairs += [
            self._pair(one, number, known.by_ours.get(number), values, None, choices)
            for number, values in ours.items()
            if number not in paired
        ]
        return pairs

    async def _objects(self, side: Side, kind: ObjectType) -> list[Object]:
        """Return what is to be synced: all but the tag that marks it."""
        found: list[Object] = await self.sides[side].objects(kind)
        return [one for one in found if kind.key != "extras.tag" or one.get("slug") != MARK]

    def _pair(
        self,
        one: Synced,
        mine: int | None,
        other: int | None,
        ours: Mapping[str, Any] | None,
        theirs: Mapping[str, Any] | None,
        choices: Mapping[tuple[int | None, int | None, str], Side],
    ) -> _Pair:
        def owner(name: str) -> Side | None:
            return choices.get((mine, other, name)) or one.owner.get(name)

        base = self.links[one.kind].agreed.get((mine, other)) if mine and other else None
        gone = choices.get((mine, other, ""))
        if base is not None and gone is not None and (ours is None) != (theirs is None):
            there: Side = "ours" if ours is not None else "theirs"
            if gone == there:
                base = None  # it is made again where it is missing
            else:
                return _Pair(_name(ours or theirs or {}), mine, other, {}, Decision(None, {}, {}, (), {}))
        made = merge(base, ours, theirs, self.direction, owner)
        before: dict[Side, Mapping[str, Any]] = {"ours": ours or {}, "theirs": theirs or {}}
        return _Pair(
            _name(ours or theirs or {}),
            mine if ours is not None else None,
            other if theirs is not None else None,
            before,
            made,
        )

    def _ours_values(self, kind: ObjectType, found: Object) -> dict[str, Any]:
        return self._values(kind, found, lambda _to, one: one["id"])

    def _their_values(self, kind: ObjectType, found: Object) -> dict[str, Any]:
        """Return values of the other side with our ids for what they lead to; what is not linked, by its name."""

        def mine(to: str, one: Object) -> Any:
            known = self.links[to].by_theirs.get(one["id"])
            return f"~{one.get('slug') or one.get('name') or one['id']}" if known is None else known

        return self._values(kind, found, mine)

    def _values(self, kind: ObjectType, found: Object, related: Callable[[str, Object], Any]) -> dict[str, Any]:
        values = flat(kind, found)
        for one in kind.fields:
            if one.kind == "rel" and one.name in values:
                if one.to not in self.links or one.to == kind.key:
                    del values[one.name]  # nothing is known of what it leads to; trees are kept flat
                elif values[one.name] is not None:
                    values[one.name] = related(one.to, values[one.name])
        return values

    def _body(self, kind: ObjectType, side: Side, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values as a side takes them; a relation to what it does not have is left out."""
        body: dict[str, Any] = {}
        for name, value in values.items():
            one = kind.named(name)
            if one is None or one.kind != "rel" or value is None:
                body[name] = value
                continue
            number = value if side == "ours" else self.links[one.to].by_ours.get(value)
            if isinstance(number, int):
                body[name] = number
        return body

    async def _create(self, one: Synced, side: Side, batch: Sequence[_Pair]) -> None:
        done: list[_Pair] = []
        bodies = []
        for pair in batch:
            values = pair.decision.to_ours if side == "ours" else pair.decision.to_theirs
            body = self._body(one.type, side, values)
            if side == "theirs" and self.sides["theirs"].marked and one.kind != "extras.tag":
                body |= {"tags": [{"slug": MARK}], "custom_fields": {f"{MARK}_id": pair.ours}}
            bodies.append({name: value for name, value in body.items() if value is not None})
        numbers = await self._written(
            one, side, batch, lambda chosen: self.sides[side].create(one.type, chosen), bodies
        )
        for pair, number in zip(batch, numbers, strict=True):
            if number is None:
                continue
            self._note(one, pair, "create", side, {})
            made = msgspec.structs.replace(pair, **{side: number})
            self.links[one.kind].add(made.ours or 0, made.theirs or 0)
            done.append(made)
        await self._keep(one, done)

    async def _update(self, one: Synced, side: Side, batch: Sequence[_Pair]) -> None:
        bodies = []
        for pair in batch:
            values = pair.decision.to_ours if side == "ours" else pair.decision.to_theirs
            bodies.append(self._body(one.type, side, values))

        async def write(chosen: Sequence[Object]) -> list[int]:
            numbers = [getattr(batch[bodies.index(dict(body))], side) for body in chosen]
            await self.sides[side].update(one.type, dict(zip(numbers, chosen, strict=True)))
            return numbers

        for pair, number in zip(batch, await self._written(one, side, batch, write, bodies), strict=True):
            if number is not None:
                values = pair.decision.to_ours if side == "ours" else pair.decision.to_theirs
                changed = {name: (pair.before[side].get(name), value) for name, value in values.items()}
                self._note(one, pair, "update", side, changed)

    async def _written(
        self, one: Synced, side: Side, batch: Sequence[_Pair], write: Any, bodies: Sequence[Object]
    ) -> list[int | None]:
        """Write a batch; what the side refuses is told and left out, the others are written one by one."""
        if self.dry:
            return [-1 - at for at in range(len(batch))]
        try:
            return list(await write(bodies))
        except Refusals:
            numbers: list[int | None] = []
            for pair, body in zip(batch, bodies, strict=True):
                try:
                    numbers += await write([body])
                except Refusals as refused:
                    numbers.append(None)
                    self._note(one, pair, "refused", side, {"": (None, _said(refused))})
            return numbers

    async def _keep(self, one: Synced, pairs: Sequence[_Pair]) -> None:
        refused = {
            change.name for change in self.report.changes if change.kind == one.kind and change.what == "refused"
        }
        kept = [pair for pair in pairs if pair.name not in refused]
        if not self.dry and kept:
            agreed = [(pair.ours or 0, pair.theirs or 0, pair.decision.agreed) for pair in kept]
            await links.keep(self.peer, one.kind, agreed, self.act.at)

    async def _conflicts(self, one: Synced, pair: _Pair) -> None:
        for conflict in pair.decision.conflicts:
            self._note(one, pair, "conflict", None, {conflict.field: (conflict.ours, conflict.theirs)})
        if not self.dry:
            known = self.links[one.kind]
            mine = pair.ours or (known.by_theirs.get(pair.theirs) if pair.theirs else None)
            other = pair.theirs or (known.by_ours.get(pair.ours) if pair.ours else None)
            await links.keep_conflicts(
                self.peer, one.kind, pair.name, mine, other, pair.decision.conflicts, self.act.at
            )

    def _note(
        self, one: Synced, pair: _Pair, what: str, side: Side | None, fields: Mapping[str, tuple[Any, Any]]
    ) -> None:
        self.report.changes.append(Change(one.kind, pair.name, what, side, fields))


def _batches(pairs: Sequence[_Pair]) -> Iterator[Sequence[_Pair]]:
    for start in range(0, len(pairs), BATCH):
        yield pairs[start : start + BATCH]


def _changes(pair: _Pair, side: Side) -> bool:
    decision = pair.decision
    return decision.create is None and bool(decision.to_ours if side == "ours" else decision.to_theirs)


def _key(one: Synced, values: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(value.casefold() if isinstance(value := values.get(name), str) else value for name in one.key)


def _name(values: Mapping[str, Any]) -> str:
    return str(next((values[n] for n in ("name", "model", "address", "prefix", "slug") if values.get(n)), "?"))


def _said(refused: Exception) -> str:
    if isinstance(refused, pynetbox.RequestError):
        return str(refused.error)[:500]
    return str(getattr(refused, "found", None) or refused)[:500]

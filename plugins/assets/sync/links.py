"""Which objects are the same on both sides, and what waits for a person: kept in the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct, field

from core import db
from plugins.assets.sync.domain.merge import Conflict, Side


class Linked(Struct):
    """The links of one type, with what both sides agreed on last."""

    by_ours: dict[int, int] = field(default_factory=dict)
    by_theirs: dict[int, int] = field(default_factory=dict)
    agreed: dict[tuple[int, int], Mapping[str, Any]] = field(default_factory=dict)

    def add(self, ours: int, theirs: int) -> None:
        """Note that two objects are the same."""
        self.by_ours[ours] = theirs
        self.by_theirs[theirs] = ours


async def load(peer: str, kind: str) -> Linked:
    """Return the links of a type."""
    linked = Linked()
    for ours, theirs, agreed in await db.rows(
        "SELECT ours, theirs, agreed::text FROM assets.assets_sync_link WHERE peer = $1 AND kind = $2", peer, kind
    ):
        linked.add(ours, theirs)
        linked.agreed[ours, theirs] = msgspec.json.decode(agreed)
    return linked


async def keep(peer: str, kind: str, pairs: Sequence[tuple[int, int, Mapping[str, Any]]], at: datetime) -> None:
    """Keep links with what was agreed; an object that was made anew takes over its partner."""
    async with db.transaction():
        await db.execute(
            "DELETE FROM assets.assets_sync_link l USING unnest($3::bigint[], $4::bigint[]) AS n (ours, theirs)"
            " WHERE l.peer = $1 AND l.kind = $2 AND (l.ours = n.ours) <> (l.theirs = n.theirs)",
            peer,
            kind,
            [ours for ours, _, _ in pairs],
            [theirs for _, theirs, _ in pairs],
        )
        await db.execute(
            "INSERT INTO assets.assets_sync_link (peer, kind, ours, theirs, agreed, synced_at)"
            " SELECT $1, $2, o, t, a, $6 FROM unnest($3::bigint[], $4::bigint[], $5::jsonb[]) AS n (o, t, a)"
            " ON CONFLICT (peer, kind, ours) DO UPDATE SET agreed = excluded.agreed, synced_at = excluded.synced_at",
            peer,
            kind,
            [ours for ours, _, _ in pairs],
            [theirs for _, theirs, _ in pairs],
            [msgspec.json.encode(agreed).decode() for _, _, agreed in pairs],
            at,
        )


async def choices(peer: str, kind: str) -> dict[tuple[int | None, int | None, str], Side]:
    """Return what people decided: (our id, their id, field) -> side."""
    rows = await db.rows(
        "SELECT ours_id, theirs_id, field, choice FROM assets.assets_sync_conflict"
        " WHERE peer = $1 AND kind = $2 AND choice IS NOT NULL",
        peer,
        kind,
    )
    return {(row[0], row[1], row[2]): row[3] for row in rows}


async def keep_conflicts(
    peer: str,
    kind: str,
    name: str,
    ours: int | None,
    theirs: int | None,
    conflicts: Sequence[Conflict],
    at: datetime,
) -> None:
    """Put an object's conflicts into the tray, in the place of those that are over."""
    async with db.transaction():
        await db.execute(
            "DELETE FROM assets.assets_sync_conflict WHERE peer = $1 AND kind = $2 AND ours_id IS NOT DISTINCT FROM $3"
            " AND theirs_id IS NOT DISTINCT FROM $4 AND NOT field = ANY($5)",
            peer,
            kind,
            ours,
            theirs,
            [conflict.field for conflict in conflicts],
        )
        for one in conflicts:
            await db.execute(
                """INSERT INTO assets.assets_sync_conflict (peer, kind, name, ours_id, theirs_id, field,
                     ours, theirs, seen_at)
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                   ON CONFLICT (peer, kind, coalesce(ours_id, 0), coalesce(theirs_id, 0), field)
                   DO UPDATE SET name = excluded.name, ours = excluded.ours, theirs = excluded.theirs,
                     seen_at = excluded.seen_at""",
                peer,
                kind,
                name,
                ours,
                theirs,
                one.field,
                msgspec.json.encode(one.ours).decode(),
                msgspec.json.encode(one.theirs).decode(),
                at,
            )

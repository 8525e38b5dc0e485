"""The chain, pure: each seal's hash covers the entry and the hash before it, so a later edit shows."""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

GENESIS = "0" * 64


class Entry(msgspec.Struct, frozen=True):
    """One log entry as stored. before, after: JSON text or None; at: UTC."""

    id: int
    at: datetime
    who: str
    person_id: int | None
    address: str
    request_id: str
    action: str
    subject: str
    subject_id: str
    unit_id: int | None
    before: str | None
    after: str | None


class Seal(msgspec.Struct, frozen=True):
    """The place of an entry in the chain: its number from 1, and the hash (64 hex digits)."""

    seq: int
    entry_id: int
    hash: str


class Fault(msgspec.Struct, frozen=True):
    """Where the chain is broken, and what is wrong there, in English (for the administrator's terminal)."""

    seq: int
    entry_id: int | None
    reason: str


def link(previous: str, seq: int, entry: Entry) -> str:
    """Return the hash of an entry at a place of the chain."""
    body = msgspec.json.encode([previous, seq, msgspec.to_builtins(_plain(entry))], order="deterministic")
    return hashlib.sha256(body).hexdigest()


def _plain(entry: Entry) -> dict[str, object]:
    """Return the entry with its time in one spelling and its JSON parsed: spelling is the database's, not ours."""
    values: dict[str, object] = msgspec.structs.asdict(entry)
    values["at"] = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    for name in ("before", "after"):
        text = values[name]
        values[name] = msgspec.json.decode(text) if isinstance(text, str) else None
    return values


def check(
    pairs: Iterable[tuple[Seal, Entry | None]], previous: str = GENESIS, seq: int = 0
) -> tuple[Fault | None, str, int]:
    """Walk seals in order; return the first fault (None: whole), the last good hash and its number."""
    for seal, entry in pairs:
        if seal.seq != seq + 1:
            return Fault(seal.seq, seal.entry_id, f"seals {seq + 1} to {seal.seq - 1} are missing"), previous, seq
        if entry is None:
            return Fault(seal.seq, seal.entry_id, "the entry was deleted"), previous, seq
        if link(previous, seal.seq, entry) != seal.hash:
            return Fault(seal.seq, seal.entry_id, "the entry or its seal was changed"), previous, seq
        previous, seq = seal.hash, seal.seq
    return None, previous, seq

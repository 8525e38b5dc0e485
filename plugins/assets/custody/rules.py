"""The transitions in force: those of `config/transitions.toml`, and over them what an office made of them."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import cache

import msgspec
from msgspec import Struct

from core import db
from core.errors import Missing
from core.settings import config_folder
from core.text.i18n import language
from plugins.assets.custody.domain.engine import Transition
from plugins.assets.custody.schemas import MinutesView

Rules = Mapping[str, Transition]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    transition: tuple[Transition, ...]


class Version(Struct, frozen=True):
    """One version of a transition: who made it, when and why."""

    version: int
    by_name: str
    at: datetime
    note: str


@cache
def transitions() -> dict[str, Transition]:
    """Return key -> transition as shipped, in the order of the file. Raises msgspec.ValidationError for a fault."""
    text = (config_folder() / "transitions.toml").read_text("utf-8")
    return {one.key: one for one in msgspec.convert(tomllib.loads(text), _File).transition}


def shipped_one(key: str) -> Transition:
    """Return a transition as shipped. Raises Missing."""
    found = transitions().get(key)
    if found is None:
        raise Missing
    return found


async def in_force() -> Rules:
    """Return key -> transition as it counts now, those that are switched off too, in the order of the file."""
    rows = await db.rows(
        "SELECT DISTINCT ON (key) key, definition::text FROM assets.assets_transition ORDER BY key, version DESC"
    )
    own = {row["key"]: msgspec.json.decode(row["definition"], type=Transition) for row in rows}
    return {key: own.get(key, shipped) for key, shipped in transitions().items()}


async def transition(key: str) -> Transition:
    """Return a transition as it counts now. Raises Missing."""
    found = (await in_force()).get(key)
    if found is None:
        raise Missing
    return found


async def rule_of(found: MinutesView) -> Transition:
    """Return the transition of minutes: as sealed with them, for drafts as it counts now. Raises Missing."""
    if found.rule is not None:
        return msgspec.json.decode(found.rule, type=Transition)
    return await transition(found.transition)


async def versions(key: str) -> list[Version]:
    """Return the versions of a transition, the newest first; none while it is as shipped."""
    return await db.structs(
        Version,
        "SELECT version, by_name, at, note FROM assets.assets_transition WHERE key = $1 ORDER BY version DESC",
        key,
    )


async def usable_statuses() -> dict[str, str]:
    """Return key -> name of the states in which a thing is still there, in their order."""
    rows = await db.rows(
        "SELECT key, CASE WHEN $1 THEN name_en ELSE name END FROM assets.assets_status WHERE meaning <> 'gone'"
        " ORDER BY position",
        language.get() == "en",
    )
    return {row[0]: row[1] for row in rows}


def title(rules: Rules, key: str) -> str:
    """Return what a transition is called in the reader's language; one that is gone keeps its key."""
    found = rules.get(key)
    if found is None:
        return key
    return found.title_en if language.get() == "en" else found.title

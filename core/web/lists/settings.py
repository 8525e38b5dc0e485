"""What a list needs before it is asked: the reader's own settings and the choices of its filters, in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Final

import msgspec

from core import db
from core.acting import Principal
from core.web.lists.describe import Choice, Filter, ListView, SqlChoices
from core.web.lists.prefs import Prefs

_PREFS: Final = "(SELECT prefs::text FROM core.core_list_prefs WHERE account_id = $1 AND list = $2)"
_CHOICES: Final = (
    "(SELECT coalesce(json_agg(json_build_array(c.value::text, c.label)), '[]')::text FROM ({sql}) AS c (value, label))"
)


async def prefs_and_choices(view: ListView, principal: Principal) -> tuple[Prefs, dict[str, Sequence[Choice]]]:
    """Return the reader's settings of a list and the choices of all its filters by key."""
    stored = [item.choices for item in view.filters if isinstance(item.choices, SqlChoices)]
    prefs, *found = await _asked(tuple(choices.sql for choices in stored), view.name, stored, principal)
    answers = iter(found)
    choices: dict[str, Sequence[Choice]] = {}
    for item in view.filters:
        if isinstance(item.choices, SqlChoices):
            choices[item.key] = await _finished(item.choices, next(answers) or "[]", principal)
        else:
            choices[item.key] = await choices_of(item, principal)
    return msgspec.json.decode(prefs, type=Prefs) if prefs else Prefs(), choices


async def choices_of(item: Filter, principal: Principal) -> Sequence[Choice]:
    """Return one filter's choices."""
    if isinstance(item.choices, SqlChoices):
        [_, found] = await _asked((item.choices.sql,), "", [item.choices], principal)
        return await _finished(item.choices, found or "[]", principal)
    return await item.choices(principal) if callable(item.choices) else item.choices


async def _asked(
    sql: tuple[str, ...], name: str, stored: Iterable[SqlChoices], principal: Principal
) -> Sequence[str | None]:
    units = [_units(choices, principal) for choices in stored if "{units}" in choices.sql]
    found = await db.row(_statement(sql), principal.account_id, name, *units)
    return tuple(found) if found is not None else (None,) * (len(sql) + 1)


def _units(choices: SqlChoices, principal: Principal) -> list[int] | None:
    return None if principal.everything else list(principal.units(choices.permission))


@lru_cache(maxsize=256)
def _statement(stored: tuple[str, ...]) -> str:
    """Return the one statement; $1 account, $2 list, then the units of each that names them."""
    parts, number = [_PREFS], 3
    for sql in stored:
        parts.append(_CHOICES.replace("{sql}", sql.replace("{units}", f"${number}::bigint[]")))
        number += "{units}" in sql
    return f"SELECT {', '.join(parts)}"


async def _finished(choices: SqlChoices, found: str, principal: Principal) -> Sequence[Choice]:
    made = [Choice(value, label) for value, label in msgspec.json.decode(found, type=list[tuple[str, str]])]
    return await choices.finish(principal, made) if choices.finish else made


def plain(choices: Mapping[str, Sequence[Choice]]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return choices as values and words in the reader's language."""
    return {key: tuple((c.value, str(c.label)) for c in found) for key, found in choices.items()}

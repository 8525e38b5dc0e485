"""The transitions of `config/transitions.toml`, read once."""

import tomllib
from functools import cache

import msgspec
from msgspec import Struct

from core.errors import Missing
from core.settings import config_folder
from core.text.i18n import language
from plugins.assets.custody.domain.engine import Transition


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    transition: tuple[Transition, ...]


@cache
def transitions() -> dict[str, Transition]:
    """Return key -> transition, in the order of the file. Raises msgspec.ValidationError naming what is wrong."""
    text = (config_folder() / "transitions.toml").read_text("utf-8")
    return {one.key: one for one in msgspec.convert(tomllib.loads(text), _File).transition}


def transition(key: str) -> Transition:
    """Return a transition. Raises Missing."""
    found = transitions().get(key)
    if found is None:
        raise Missing
    return found


def title(key: str) -> str:
    """Return what a transition is called in the reader's language; one that is gone keeps its key."""
    found = transitions().get(key)
    if found is None:
        return key
    return found.title_en if language.get() == "en" else found.title

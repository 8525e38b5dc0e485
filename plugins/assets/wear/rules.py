"""The rules of `config/wear.toml`, read once."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec
from msgspec import Struct

from core.settings import config_folder
from plugins.assets.wear.domain.wear import Rate, Threshold

OTHER: Final = "machinery"


class Rules(Struct, frozen=True):
    """Thresholds, rates, and which kind of the annexes a kind of equipment is."""

    threshold: tuple[Threshold, ...]
    rate: tuple[Rate, ...]
    categories: Mapping[str, str]

    def kind_of(self, category: str) -> str:
        """Return the kind of the annexes."""
        return self.categories.get(category, OTHER)


@cache
def rules() -> Rules:
    """Return the rules. Raises msgspec.ValidationError naming what is wrong in the file."""
    return msgspec.convert(tomllib.loads((config_folder() / "wear.toml").read_text("utf-8")), Rules)

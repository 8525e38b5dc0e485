"""The label stock of `config/labels.toml`, read once."""

import tomllib
from functools import cache

import msgspec
from msgspec import Struct

from core.settings import config_folder
from plugins.assets.labels.domain.sheets import Roll, Sheet


class Stock(Struct, frozen=True):
    """Sheets for laser printers and rolls for thermal ones."""

    sheet: tuple[Sheet, ...]
    roll: tuple[Roll, ...]


@cache
def stock() -> Stock:
    """Return the stock. Raises msgspec.ValidationError naming what is wrong in the file."""
    return msgspec.convert(tomllib.loads((config_folder() / "labels.toml").read_text("utf-8")), Stock)


def sheet_named(key: str) -> Sheet | None:
    """Return a kind of sheet by its key."""
    return next((sheet for sheet in stock().sheet if sheet.key == key), None)


def roll_named(key: str) -> Roll | None:
    """Return a kind of roll by its key."""
    return next((roll for roll in stock().roll if roll.key == key), None)

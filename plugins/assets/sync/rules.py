"""The types of `config/netbox-sync.toml`, read once."""

import tomllib
from collections.abc import Mapping
from functools import cache

import msgspec
from msgspec import Struct

from core.settings import config_folder
from plugins.assets.netbox.domain.describe import ObjectType
from plugins.assets.netbox.domain.types import BY_KEY
from plugins.assets.sync.domain.merge import Side


class Synced(Struct, frozen=True, forbid_unknown_fields=True):
    """A type that is kept equal. Raises ValueError for one that the NetBox API does not have."""

    kind: str
    key: tuple[str, ...]
    owner: Mapping[str, Side] = {}

    def __post_init__(self) -> None:
        """Refuse types and fields that nobody knows."""
        kind = BY_KEY.get(self.kind)
        unknown = [self.kind] if kind is None else [f for f in (*self.key, *self.owner) if kind.named(f) is None]
        if unknown:
            raise ValueError(f"{self.kind}: {', '.join(unknown)}")

    @property
    def type(self) -> ObjectType:
        """The description of the type."""
        return BY_KEY[self.kind]


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    type: tuple[Synced, ...]


@cache
def synced_types() -> tuple[Synced, ...]:
    """Return the types in the order in which they are synced. Raises msgspec.ValidationError naming what is wrong."""
    text = (config_folder() / "netbox-sync.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), _File).type

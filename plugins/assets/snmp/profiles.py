"""The device profiles this installation uses."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from plugins.assets.domain import readings
from plugins.assets.domain.fingerprints import Profiles, read_profiles
from plugins.assets.domain.varbinds import Value


@cache
def device_profiles() -> Profiles:
    """Return config/device_profiles.toml, read once per process. Raises msgspec.ValidationError if it has a mistake."""
    return read_profiles((files("config") / "device_profiles.toml").read_text(encoding="utf-8"))


def parse(varbinds: Mapping[str, Value]) -> readings.Reading:
    """Return the reading that follows from answers kept elsewhere, {OID without leading dot: value}."""
    return readings.parse(varbinds, device_profiles())

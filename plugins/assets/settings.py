"""What an installation may choose under [plugin.assets]."""

from typing import Annotated

import msgspec

from core.registry import current


class AssetsSettings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Choices of the assets plugin.

    at_once: devices of one commune that are asked at the same time. timeout_s: patience with one device.
    keep_days: how long single polls are kept.
    """

    at_once: Annotated[int, msgspec.Meta(ge=1, le=128)] = 16
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=60)] = 20.0
    keep_days: Annotated[int, msgspec.Meta(ge=1)] = 400


def assets_settings() -> AssetsSettings:
    """Return the plugin's settings. Raises msgspec.ValidationError naming what is wrong."""
    return msgspec.convert(current().settings.plugin.get("assets", {}), AssetsSettings)

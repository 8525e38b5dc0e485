"""What an installation may choose under [plugin.assets]."""

from typing import Annotated

import msgspec

from core.registry import current


class AssetsSettings(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Choices of the assets plugin.

    at_once: devices that one worker reads at the same time. timeout_s: patience with one device.
    keep_days: how long single polls are kept. demo_port: where, in development, an agent answers for the devices of the
    demonstration; 0: nowhere. agents_need_secret: inventories without an enrolment secret are refused; else they wait
    in the tray until an officer says what they are.
    """

    at_once: Annotated[int, msgspec.Meta(ge=1, le=128)] = 8
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=60)] = 20.0
    keep_days: Annotated[int, msgspec.Meta(ge=1)] = 400
    agents_need_secret: bool = False
    demo_port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 16161


def assets_settings() -> AssetsSettings:
    """Return the plugin's settings. Raises msgspec.ValidationError naming what is wrong."""
    return msgspec.convert(current().settings.plugin.get("assets", {}), AssetsSettings)

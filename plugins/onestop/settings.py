"""What an installation may choose under [plugin.onestop]."""

import os
from typing import Annotated, Literal

from msgspec import Meta, Struct, convert
from msgspec.structs import replace

from core.registry import current


class TextChannel(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A gateway for messages to telephones. url: empty when there is none.

    plain: send without Vietnamese letters, which makes a text message three times as long. template: the number under
    which the gateway knows the form of message, where it wants one.
    """

    url: str = ""
    token: str = ""
    sender: str = ""
    template: str = ""
    plain: bool = False
    timeout_s: Annotated[float, Meta(gt=0, le=60)] = 15.0


class OnestopSettings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Choices of the one-stop desk.

    api_per_minute: calls that one account may make through the API, 0 for no limit. webhook_hosts: hosts ("host" or
    "host:port") that webhooks may reach although they are private or without https, such as a bus in the own network.
    """

    api_per_minute: Annotated[int, Meta(ge=0)] = 3000
    webhook_hosts: tuple[str, ...] = ()
    webhook_timeout_s: Annotated[float, Meta(gt=0, le=60)] = 15.0
    sms: TextChannel = TextChannel(plain=True)
    zalo: TextChannel = TextChannel()


def onestop_settings() -> OnestopSettings:
    """Return the plugin's settings. Raises msgspec.ValidationError naming what is wrong."""
    return convert(current().settings.plugin.get("onestop", {}), OnestopSettings)


def gateway(name: Literal["sms", "zalo"]) -> TextChannel:
    """Return a gateway's settings; its token may stand in the environment: MOTCUA_SMS_TOKEN, MOTCUA_ZALO_TOKEN."""
    settings: TextChannel = getattr(onestop_settings(), name)
    token = os.environ.get(f"MOTCUA_{name.upper()}_TOKEN")
    return replace(settings, token=token) if token else settings

"""A gateway for text messages on this machine, and the mail server of the core's own tests."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from core.notices.testing import mail_server as mail_server  # noqa: PLC0414 -- a fixture for this folder
from core.registry import Registry
from tests.onestop.exchange.conftest import Receiver


@pytest.fixture
async def gateway(registry: Registry) -> AsyncIterator[Receiver]:
    """A gateway that the settings point at for text messages and Zalo; afterwards there is none again."""
    made = Receiver()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    before = dict(registry.settings.plugin)
    root = f"http://127.0.0.1:{made.port}"
    registry.settings.plugin["onestop"] = {
        "sms": {"url": f"{root}/sms", "token": "secret-1", "sender": "UBNDDUCHOA", "plain": True},
        "zalo": {"url": f"{root}/zns", "token": "secret-2", "template": "301234"},
    }
    yield made
    registry.settings.plugin.clear()
    registry.settings.plugin.update(before)
    server.close()
    await server.wait_closed()

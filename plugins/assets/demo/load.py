"""The assets' part of the demonstration."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from core.contributions import DemoContext
from core.registry import current
from plugins.assets.settings import assets_settings

HOST = "127.0.0.1"


async def load(context: DemoContext) -> None:
    """Register the equipment and monitor what is on the network.

    context.shared["snmp_agent"]: ADDRESS:PORT of an agent that answers for `Simulated.community`; without it the one
    that the web process starts in development, outside development none.
    """
    from plugins.assets.demo.equipment import load_equipment
    from plugins.assets.demo.events import load_events
    from plugins.assets.demo.polls import load_devices

    devices = await load_equipment(context.at, context.random)
    agent = context.shared.get("snmp_agent") or own_agent()
    past = await load_devices(devices, context.at, agent)
    await load_events(past, context.at, context.random, live=agent is not None)


def own_agent() -> str | None:
    """Return where the demonstration's agent answers, None when there is none."""
    port = assets_settings().demo_port
    return f"{HOST}:{port}" if port and current().settings.environment == "development" else None


@asynccontextmanager
async def agent_while_serving(app: Any) -> AsyncIterator[None]:
    """Answer for the devices of the demonstration while the web process serves, in development only."""
    if own_agent() is None:
        yield
        return
    from plugins.assets.demo.agent import serving

    async with serving(HOST, assets_settings().demo_port, app.state.clock.now):
        yield

"""What the demonstration contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence
from typing import Any

from core import contributions as c


def lifespans() -> Sequence[Any]:
    from plugins.assets.demo.load import agent_while_serving

    return [agent_while_serving]


def demo_data() -> Sequence[c.DemoData]:
    return [c.DemoData("assets.equipment", c.later("plugins.assets.demo.load:load"), 400)]

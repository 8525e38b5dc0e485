"""What wear contributes; each function is named as the hook that it answers."""

from collections.abc import Sequence

from core import contributions as c


def panels() -> Sequence[c.Panel]:
    from plugins.assets.wear.panel import load_wear

    return [c.Panel("assets.asset", "assets/wear/panel.html", load_wear, 300, "assets.read")]

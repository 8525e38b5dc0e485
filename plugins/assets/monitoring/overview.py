"""The communes at a glance."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from core.acting import Act
from core.text.i18n import gettext as _
from plugins.assets.alerts.listing import SEVERITIES, detail_words, kind_words
from plugins.assets.alerts.queries import open_events
from plugins.assets.monitoring import queries
from plugins.assets.monitoring.drawing import state_bar
from plugins.assets.monitoring.queries import UnitState
from plugins.assets.monitoring.words import failure_words

READ = "assets.read"
PATIENCE = timedelta(minutes=5)
MOST_EVENTS = 6


class Tile(Struct, frozen=True):
    """A commune as drawn. tone: bad when devices are down, neutral when nothing is known."""

    unit: UnitState
    bar: Markup
    tone: str


async def overview(act: Act) -> dict[str, Any]:
    """Return the context of the overview for the units that the reader may read."""
    units = None if act.who.everything else sorted(act.who.units(READ))
    states = await queries.unit_states(units, act.at - PATIENCE)
    down = await queries.down_devices(units)
    return {
        "tiles": [_tile(state) for state in states],
        "down": [(device, failure_words(device.failure)) for device in down],
        "totals": totals(states),
        "events": [
            (event, kind_words(event.kind, event.cause), detail_words(event), SEVERITIES[event.severity])
            for event in await open_events(units, MOST_EVENTS)
        ],
    }


def totals(states: Sequence[UnitState]) -> UnitState:
    """Return all communes as one."""
    return UnitState(
        unit_id=0,
        name="",
        up=sum(state.up for state in states),
        down=sum(state.down for state in states),
        unknown=sum(state.unknown for state in states),
        ended_at=max((state.ended_at for state in states if state.ended_at), default=None),
        asked=sum(state.asked or 0 for state in states),
        answered=sum(state.answered or 0 for state in states),
        late=any(state.late for state in states),
    )


def _tile(state: UnitState) -> Tile:
    label = _(
        "%(unit)s: %(up)s hoạt động, %(down)s mất kết nối, %(unknown)s chưa rõ",
        unit=state.name,
        up=state.up,
        down=state.down,
        unknown=state.unknown,
    )
    tone = "bad" if state.down else "good" if state.up else "neutral"
    return Tile(state, state_bar(state.up, state.down, state.unknown, label), tone)

"""Is the poller alive, and how many devices are: for /health/ready, /metrics and the first page."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from litestar import Request

from core.clock import system_clock
from core.text.i18n import gettext as _
from core.web import charts
from core.web.access import identify
from plugins.assets.monitoring import queries
from plugins.assets.monitoring.overview import PATIENCE, READ, totals

MOST_BARS = 8
TOO_LATE = timedelta(minutes=10)


async def poller() -> str | None:
    """Name the communes whose devices should have been asked ten minutes ago or longer."""
    late = await queries.late_cycles(system_clock.now(), TOO_LATE)
    return f"polls are overdue in {len(late)} units: {', '.join(late[:5])}" if late else None


async def devices_by_state() -> Mapping[str, float]:
    """Return how many devices are up, down and unknown."""
    return {state: float(count) for state, count in (await queries.states_count()).items()}


async def dashboard(request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Return the devices that are down by commune, as bars, for the units that the reader may read."""
    principal = await identify(request)
    units = None if principal.everything else sorted(principal.units(READ))
    states = await queries.unit_states(units, request.app.state.clock.now() - PATIENCE)
    down = [(state.name, state.down) for state in states if state.down]
    chart = charts.bars(down[:MOST_BARS], _("Theo đơn vị")) if down else None
    return {"chart": chart, "more": max(0, len(down) - MOST_BARS), "totals": totals(states)}

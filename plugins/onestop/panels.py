"""The desk's piece of the staff's first page."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from litestar import Request

from core.clock import VIETNAM
from core.text.i18n import gettext as _
from core.web.access import identify
from core.web.charts import Slice
from plugins.onestop.access import RECEIVE, VIEW, scope
from plugins.onestop.queries import figures


async def load_today(request: Request[Any, Any, Any]) -> Mapping[str, Any]:
    """Return the day's figures, and how the open dossiers stand as parts of a whole."""
    principal = await identify(request)
    now: datetime = request.app.state.clock.now()
    midnight = datetime.combine(now.astimezone(VIETNAM).date(), time.min, VIETNAM)
    day = await figures.today(scope(principal, VIEW), now, midnight)
    parts = [
        Slice(_("Quá hạn"), day.late, "bad"),
        Slice(_("Đến hạn hôm nay"), day.due_today, "warning"),
        Slice(_("Trong hạn"), day.in_time, "info"),
        Slice(_("Chờ bổ sung"), day.paused, "special"),
        Slice(_("Không có hạn"), day.no_limit, "neutral"),
        Slice(_("Chờ trả kết quả"), day.at_desk, "good"),
    ]
    return {"day": day, "parts": parts, "may_receive": principal.may(RECEIVE)}

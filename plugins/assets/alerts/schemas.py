"""What people enter about events and maintenance."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.clock import VIETNAM
from core.errors import Problem, Refused
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from plugins.assets.alerts.domain.windows import Window

LONGEST_DAYS = 31


class NewWindow(Struct, frozen=True, kw_only=True):
    """A time of maintenance as the form has it; moments are local (Vietnam). code: of one device, else the unit's."""

    unit_id: Annotated[int, Meta(extra={"label": lazy("Đơn vị")})]
    starts_at: Annotated[datetime, Meta(extra={"label": lazy("Bắt đầu")})]
    ends_at: Annotated[datetime, Meta(extra={"label": lazy("Kết thúc")})]
    code: Annotated[str, Meta(pattern="^([0-9]{13})?$", extra={"label": lazy("Mã nhãn")})] = ""
    repeats: Annotated[Literal["never", "daily", "weekly"], Meta(extra={"label": lazy("Lặp lại")})] = "never"
    reason: Annotated[str, Meta(max_length=300, extra={"label": lazy("Lý do")})] = ""

    def window(self) -> Window:
        """Return the window with aware moments. Raises Refused when it is none."""
        starts, ends = (
            moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM) for moment in (self.starts_at, self.ends_at)
        )
        if ends <= starts:
            raise Refused(Problem(_("Kết thúc phải sau lúc bắt đầu."), "ends_at", "order"))
        if (ends - starts).days >= {"daily": 1, "weekly": 7}.get(self.repeats, LONGEST_DAYS):
            raise Refused(Problem(_("Thời gian bảo trì dài quá một chu kỳ lặp lại."), "ends_at", "too_long"))
        return Window(starts_at=starts, ends_at=ends, repeats=self.repeats)

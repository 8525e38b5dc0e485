"""What cannot be right in what somebody wrote for a paper, given the dossier."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from core.clock import VIETNAM
from core.errors import Problem
from core.text.formats import format_datetime
from core.text.i18n import gettext as _
from core.text.viet import search_key
from plugins.onestop.papers.schemas import Apology, ResultReceipt, Supplement
from plugins.onestop.queries.dossiers import Sheet


def problems(written: Struct, sheet: Sheet, at: datetime, new_day: datetime | None = None) -> Iterable[Problem]:
    """Yield what has to be mended before the paper gets its number.

    at: aware, the moment of issue. new_day: what was promised anew, None when nothing was.
    """
    match written:
        case Apology() if new_day is not None:
            if written.new_due_at != new_day:
                message = _("Hồ sơ đã được hẹn lại vào %(day)s: hãy ghi đúng ngày đó.", day=format_datetime(new_day))
                yield Problem(message, "new_due_at", "other_day")
        case Apology() if written.new_due_at <= max(at, sheet.promised_at or at):
            yield Problem(_("Ngày hẹn lại phải sau ngày hẹn cũ và sau lúc này."), "new_due_at", "past")
        case Supplement() if written.until is not None and written.until < at.astimezone(VIETNAM).date():
            yield Problem(_("Hạn bổ sung đã qua."), "until", "past")
        case ResultReceipt() if not written.authority and _is_proxy(written, sheet):
            message = _("Người nhận không phải chủ hồ sơ hay người nộp: hãy ghi giấy ủy quyền.")
            yield Problem(message, "authority", "proxy")
        case _:
            return


def _is_proxy(written: ResultReceipt, sheet: Sheet) -> bool:
    """Tell whether somebody else than the owner and the submitter takes the result; letters' case does not matter."""
    known = {search_key(sheet.owner_name), search_key(sheet.submitter_name)}
    return search_key(written.receiver_name) not in known

"""Staff pages that read: the list, one meeting, one invited person."""

from typing import Any

from litestar import Controller, Request, Response, get

from core.acting import Act, Principal
from core.errors import Missing
from core.notices import MAIL_STATES
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.charts import Slice
from core.web.lists import list_response
from core.web.pages import page
from plugins.meetings.domain.answers import SOURCES, STATES, Tally
from plugins.meetings.domain.meeting import KINDS
from plugins.meetings.queries import meetings as queries
from plugins.meetings.views import ANSWER_TAGS, MEETINGS, STATUS_TAGS


class MeetingPages(Controller):
    """The meetings of the reader's units."""

    path = "/staff/meetings"
    guards = [requires("meetings.read")]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def meetings(self, request: Request[Any, Any, Any], principal: Principal) -> Response[Any]:
        """List the meetings."""
        return await list_response(MEETINGS, request, principal)

    @get("/{meeting_id:int}")
    async def meeting(self, request: Request[Any, Any, Any], meeting_id: int, act: Act) -> Response[Any]:
        """Show one meeting: its plan, who answered what, where the mails are."""
        meeting = await readable(meeting_id, act.who)
        book = await queries.guestbook(meeting_id)
        return page(
            "meetings/meeting.html",
            request,
            meeting=meeting,
            book=book,
            kind=KINDS[meeting.kind],
            status=STATUS_TAGS[meeting.status],
            answers=ANSWER_TAGS,
            sources=SOURCES,
            mail_states=MAIL_STATES,
            bars=tally_bars(book.tally),
            now=act.at,
            open=meeting.status == "called" and act.at < meeting.starts_at,
            may_call=act.who.may("meetings.call", meeting.unit_id),
        )


async def readable(meeting_id: int, principal: Principal) -> queries.Meeting:
    """Return a meeting that the reader may see. Raises Missing."""
    meeting = await queries.meeting(meeting_id)
    if meeting is None or not principal.may("meetings.read", meeting.unit_id):
        raise Missing(_("Không có cuộc họp này."))
    return meeting


def tally_bars(tally: Tally) -> list[Slice]:
    """Return the counts of answers as bars, each with its tone."""
    return [Slice(str(STATES[s]), getattr(tally, s), ANSWER_TAGS[s].tone) for s in STATES]

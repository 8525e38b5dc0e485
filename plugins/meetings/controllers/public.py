"""The page behind the link in the mail: no log-in; looking changes nothing, only the button does."""

from typing import Annotated, Any

from litestar import Controller, HttpMethod, Request, Response, post, route
from litestar.params import Parameter

from core.acting import Act
from core.errors import Conflict, Refused
from core.web.access import public
from core.web.forms import Form, read_form
from core.web.pages import known_page, redirect
from plugins.meetings.commands import answering
from plugins.meetings.controllers.drawn import refused
from plugins.meetings.domain.answers import STATES, Answer, closed_because
from plugins.meetings.domain.meeting import KINDS
from plugins.meetings.schemas import AnswerForm
from plugins.meetings.views import ANSWER_TAGS

AnyRequest = Request[Any, Any, Any]
Token = Annotated[str, Parameter(max_length=64)]
# the address is a key: it must not stay in caches, search engines or the next site's logs
HEADERS = {"cache-control": "no-store", "x-robots-tag": "noindex, nofollow"}


class AnswerPages(Controller):
    """Answering an invitation by its link."""

    path = "/hop"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @route("/{token:str}", http_method=[HttpMethod.GET, HttpMethod.HEAD])
    async def invitation(self, request: AnyRequest, token: Token, act: Act, saved: bool = False) -> Response[Any]:
        """Show the meeting and the present answer; mail scanners open this, so it only reads."""
        return await _answer_page(request, token, act, None, saved=saved)

    @post("/{token:str}", status_code=303)
    async def answer(self, request: AnyRequest, token: Token, act: Act) -> Response[Any]:
        """Take the answer."""
        form = await read_form(request, AnswerForm)
        try:
            given = form.checked()
            await answering.answer_by_link(token, Answer(given.state, given.reason, given.substitute), act)
        except Refused as refusal:
            return await _answer_page(request, token, act, refused(form, refusal))
        except Conflict:
            return await _answer_page(request, token, act, None, status_code=409)
        return redirect(f"/hop/{token}?saved=true")


async def _answer_page(
    request: AnyRequest,
    token: str,
    act: Act,
    form: Form[AnswerForm] | None,
    *,
    saved: bool = False,
    status_code: int | None = None,
) -> Response[Any]:
    meeting, invitation = await answering.opened_link(token, act)
    drawn = await known_page(
        "meetings/answer.html",
        request,
        status_code=status_code or (422 if form else 200),
        form=form,
        token=token,
        meeting=meeting,
        invitation=invitation,
        kind=KINDS[meeting.kind],
        states=STATES,
        answer=ANSWER_TAGS[invitation.answer],
        closed=closed_because(meeting.status, meeting.answer_until, act.at),
        saved=saved and invitation.answer != "waiting",
    )
    drawn.headers.update(HEADERS)
    return drawn

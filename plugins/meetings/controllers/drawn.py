"""The pages of those who convene, drawn anew with what was sent when something is wrong."""

import secrets
from typing import Any

import msgspec
from litestar import Request, Response

from core import offices
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Forbidden, Missing, Refused
from core.text.i18n import gettext as _
from core.web.forms import Form
from core.web.pages import page
from plugins.meetings.domain.answers import SOURCES, STATES
from plugins.meetings.domain.lead_time import LEAD_WORKING_DAYS, earliest_meeting_day
from plugins.meetings.domain.meeting import KINDS
from plugins.meetings.queries import guests, meetings
from plugins.meetings.views import ANSWER_TAGS

AnyRequest = Request[Any, Any, Any]

# rules speak of moments, the form has a day and times of day
_FIELDS = {"starts_at": "starts", "ends_at": "ends"}
KIND_CHOICES = tuple(KINDS.items())


def refused(form: Form[Any], refusal: Refused) -> Form[Any]:
    """Return the form with what a command refused, each problem at the field that people see."""
    form.problems = [
        msgspec.structs.replace(problem, field=_FIELDS.get(problem.field or "", problem.field))
        for problem in refusal.problems
    ]
    return form


async def changeable(meeting_id: int, act: Act) -> meetings.Meeting:
    """Return a meeting that the actor may change. Raises Missing."""
    meeting = await meetings.meeting(meeting_id)
    if meeting is None or not act.who.may("meetings.call", meeting.unit_id):
        raise Missing(_("Không có cuộc họp này."))
    return meeting


async def call_page(request: AnyRequest, act: Act, unit_id: int | None, form: Form[Any] | None) -> Response[Any]:
    """Draw the form of a new meeting for a unit, the actor's own when none is named."""
    today = offices.office_day(act.at)
    units = await guests.conveners(act.who, today)
    wanted = unit_id if unit_id is not None else act.who.unit_id
    unit = next((each for each in units if each.id == wanted), units[0] if units else None)
    if unit is None or (unit_id is not None and unit.id != unit_id):
        raise Forbidden(_("Bạn không có quyền mời họp cho đơn vị này."))
    return page(
        "meetings/new.html",
        request,
        status_code=422 if form else 200,
        form=form,
        key=secrets.token_urlsafe(12),
        units=units,
        unit=unit,
        kinds=KIND_CHOICES,
        book=await guests.address_book(unit.id, today),
        picked=_ticked(form),
        today=today,
        lead_days=LEAD_WORKING_DAYS,
        earliest=earliest_meeting_day(today, await meetings.working_days_of(unit.id)),
    )


async def edit_page(request: AnyRequest, meeting: meetings.Meeting, form: Form[Any] | None) -> Response[Any]:
    """Draw a meeting's plan as a form."""
    starts, ends = meeting.starts_at.astimezone(VIETNAM), meeting.ends_at.astimezone(VIETNAM)
    return page(
        "meetings/edit.html",
        request,
        status_code=422 if form else 200,
        form=form,
        meeting=meeting,
        kinds=KIND_CHOICES,
        day=starts.date(),
        starts=f"{starts:%H:%M}",
        ends=f"{ends:%H:%M}",
        # left empty as it was: a moved meeting then takes answers until its new beginning
        until=None if meeting.answer_until == meeting.starts_at else meeting.answer_until.astimezone(VIETNAM),
    )


async def cancel_page(request: AnyRequest, meeting: meetings.Meeting, form: Form[Any] | None) -> Response[Any]:
    """Ask why a meeting is cancelled."""
    invited = len(await meetings.invitations(meeting.id))
    status = 422 if form else 200
    return page("meetings/cancel.html", request, status_code=status, form=form, meeting=meeting, invited=invited)


async def invite_page(
    request: AnyRequest, meeting: meetings.Meeting, act: Act, form: Form[Any] | None
) -> Response[Any]:
    """Offer the address book for a meeting that was called already."""
    return page(
        "meetings/invite.html",
        request,
        status_code=422 if form else 200,
        form=form,
        meeting=meeting,
        book=await guests.address_book(meeting.unit_id, offices.office_day(act.at)),
        picked=_ticked(form),
        invited={each.person_id for each in await meetings.invitations(meeting.id)},
    )


async def guest_page(
    request: AnyRequest, meeting_id: int, invitation_id: int, act: Act, form: Form[Any] | None
) -> Response[Any]:
    """Draw one invited person's answers and the form to write down another."""
    meeting = await changeable(meeting_id, act)
    invitation = await meetings.invitation(invitation_id)
    if invitation is None or invitation.meeting_id != meeting_id:
        raise Missing(_("Không có giấy mời này."))
    return page(
        "meetings/guest.html",
        request,
        status_code=422 if form else 200,
        form=form,
        meeting=meeting,
        invitation=invitation,
        history=await meetings.history_of(invitation_id),
        states=STATES,
        answers=ANSWER_TAGS,
        sources=SOURCES,
        open=meeting.status == "called" and act.at <= meeting.ends_at,
    )


def _ticked(form: Form[Any] | None) -> dict[str, set[str]]:
    """Return which boxes of the address book were ticked when the form was sent."""
    sent = form.raw if form else {}
    return {name: _as_set(sent.get(name, ())) for name in ("people", "units")}


def _as_set(value: Any) -> set[str]:
    return {value} if isinstance(value, str) else {*value}

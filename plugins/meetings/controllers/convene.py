"""Staff pages that write: call, change, cancel, invite more, send again, write down an answer."""

from typing import Any

from litestar import Controller, Response, get, post

from core import offices
from core.acting import Act
from core.errors import Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from core.web.access import requires
from core.web.forms import read_form
from core.web.pages import redirect
from plugins.meetings import schemas
from plugins.meetings.commands import answering, calling, changing
from plugins.meetings.controllers.drawn import (
    AnyRequest,
    call_page,
    cancel_page,
    changeable,
    edit_page,
    guest_page,
    invite_page,
    refused,
)
from plugins.meetings.domain.answers import Answer
from plugins.meetings.domain.guests import Guest
from plugins.meetings.domain.meeting import Plan
from plugins.meetings.queries.guests import address_book, chosen_guests


class ConvenePages(Controller):
    """For those who may call meetings."""

    path = "/staff/meetings"
    guards = [requires("meetings.call")]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/new")
    async def new(self, request: AnyRequest, act: Act, unit: int | None = None) -> Response[Any]:
        """Show the empty form; unit: the convening one."""
        return await call_page(request, act, unit, None)

    @post("/new", status_code=303)
    async def call(self, request: AnyRequest, act: Act) -> Response[Any]:
        """Call a meeting; the same form sent twice calls one."""
        form = await read_form(request, schemas.MeetingForm)
        unit_id = form.value.unit_id if form.value else _sent_unit(form.raw.get("unit_id"))
        try:
            asked = form.checked()
            guests = await _chosen(asked, asked.unit_id, act)
            new = calling.NewMeeting(asked.unit_id, _plan(asked), tuple(guests))
            meeting_id = await once(form.key, act.who.username, asked, lambda: calling.call_meeting(new, act), int)
        except Refused as refusal:
            return await call_page(request, act, unit_id, refused(form, refusal))
        return redirect(f"/staff/meetings/{meeting_id}")

    @get("/{meeting_id:int}/edit")
    async def edit(self, request: AnyRequest, meeting_id: int, act: Act) -> Response[Any]:
        """Show the plan for changing."""
        return await edit_page(request, await changeable(meeting_id, act), None)

    @post("/{meeting_id:int}/edit", status_code=303)
    async def change(self, request: AnyRequest, meeting_id: int, act: Act) -> Response[Any]:
        """Change the plan and tell everybody."""
        form = await read_form(request, schemas.ChangeForm)
        try:
            asked = form.checked()
            await changing.change_meeting(meeting_id, asked.version, _plan(asked), act)
        except Refused as refusal:
            return await edit_page(request, await changeable(meeting_id, act), refused(form, refusal))
        return redirect(f"/staff/meetings/{meeting_id}")

    @get("/{meeting_id:int}/cancel")
    async def ask_cancel(self, request: AnyRequest, meeting_id: int, act: Act) -> Response[Any]:
        """Ask why."""
        return await cancel_page(request, await changeable(meeting_id, act), None)

    @post("/{meeting_id:int}/cancel", status_code=303)
    async def cancel(self, request: AnyRequest, meeting_id: int, act: Act) -> Response[Any]:
        """Cancel and tell everybody."""
        form = await read_form(request, schemas.CancelForm)
        try:
            await changing.cancel_meeting(meeting_id, form.checked().reason, act)
        except Refused as refusal:
            return await cancel_page(request, await changeable(meeting_id, act), refused(form, refusal))
        return redirect(f"/staff/meetings/{meeting_id}")

    @get("/{meeting_id:int}/invite")
    async def ask_invite(self, request: AnyRequest, meeting_id: int, act: Act) -> Response[Any]:
        """Offer the address book again."""
        return await invite_page(request, await changeable(meeting_id, act), act, None)

    @post("/{meeting_id:int}/invite", status_code=303)
    async def invite(self, request: AnyRequest, meeting_id: int, act: Act) -> Response[Any]:
        """Invite further people."""
        meeting = await changeable(meeting_id, act)
        form = await read_form(request, schemas.GuestForm)
        try:
            chosen = await _chosen(form.checked(), meeting.unit_id, act)
            await calling.invite_more(meeting_id, chosen, act)
        except Refused as refusal:
            return await invite_page(request, meeting, act, refused(form, refusal))
        return redirect(f"/staff/meetings/{meeting_id}")

    @post("/{meeting_id:int}/send-again", status_code=303)
    async def send_again(self, request: AnyRequest, meeting_id: int, act: Act) -> Response[Any]:
        """Mail the invitation again to those ticked."""
        chosen = (await read_form(request, schemas.ChosenInvitations)).checked()
        await calling.send_again(meeting_id, chosen.key, act)
        return redirect(f"/staff/meetings/{meeting_id}")

    @get("/{meeting_id:int}/guests/{invitation_id:int}")
    async def guest(self, request: AnyRequest, meeting_id: int, invitation_id: int, act: Act) -> Response[Any]:
        """Show one invited person's answers and a form to write down a new one."""
        return await guest_page(request, meeting_id, invitation_id, act, None)

    @post("/{meeting_id:int}/guests/{invitation_id:int}", status_code=303)
    async def answer(self, request: AnyRequest, meeting_id: int, invitation_id: int, act: Act) -> Response[Any]:
        """Write down what somebody told the office."""
        form = await read_form(request, schemas.AnswerForm)
        try:
            given = form.checked()
            await answering.answer_for(invitation_id, Answer(given.state, given.reason, given.substitute), act)
        except Refused as refusal:
            return await guest_page(request, meeting_id, invitation_id, act, refused(form, refusal))
        return redirect(f"/staff/meetings/{meeting_id}")


async def _chosen(asked: schemas.GuestForm | schemas.MeetingForm, unit_id: int, act: Act) -> list[Guest]:
    """Return the guests that a form names. Raises Refused for lines that cannot be read."""
    book = await address_book(unit_id, offices.office_day(act.at))
    guests, problems = chosen_guests(book, asked.people, asked.units, asked.typed)
    Refused.if_any(problems)
    return guests


def _plan(asked: schemas.PlanForm) -> Plan:
    """Return the plan. Raises Refused for a date that no calendar holds."""
    try:
        return asked.plan()
    except (ValueError, OverflowError) as error:
        raise Refused(Problem(_("Ngày giờ này không có trong lịch."), "day")) from error


def _sent_unit(sent: Any) -> int | None:
    return int(sent) if isinstance(sent, str) and sent.isascii() and sent.isdigit() and len(sent) < 19 else None

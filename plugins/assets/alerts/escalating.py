"""Mails about critical events that nobody has confirmed, step by step; one mail a person and run, never two a step."""

from collections import defaultdict
from datetime import datetime, timedelta

from core import audit, db, notices, offices
from core.acting import Act
from core.clock import VIETNAM
from core.contracts.notices import Letter, MailDraft
from core.contributions import JobKind
from core.registry import current
from core.text.formats import format_datetime
from core.text.i18n import gettext as _
from plugins.assets.alerts.listing import kind_words
from plugins.assets.alerts.payloads import Escalate
from plugins.assets.alerts.queries import EVENT, EventView
from plugins.assets.alerts.rules import EscalationStep, rules


async def escalate(_payload: Escalate, act: Act) -> None:
    """Take the steps that are due; what is confirmed or over meanwhile is left alone."""
    steps = rules().step
    async with db.transaction():
        rows = await db.rows(
            "SELECT id, steps_done FROM assets.assets_event WHERE closed_at IS NULL AND seen_at IS NULL"
            " AND severity = 'critical' AND steps_done < $1 ORDER BY id FOR UPDATE SKIP LOCKED",
            len(steps),
        )
        done = {row["id"]: row["steps_done"] for row in rows}
        events = await db.structs(EventView, EVENT + "WHERE e.id = ANY($1) ORDER BY e.id", sorted(done))
        mails: dict[tuple[str, str], list[EventView]] = defaultdict(list)
        for event in events:
            due = due_steps(steps, done[event.id], event.opened_at, act.at)
            for step in due:
                for person in await _people(event.unit_id, step, act.at):
                    if event not in mails[person]:
                        mails[person].append(event)
            if due:
                await db.execute(
                    "UPDATE assets.assets_event SET steps_done = steps_done + $2 WHERE id = $1", event.id, len(due)
                )
                await audit.record(
                    act,
                    "assets.event_escalated",
                    subject="assets.event",
                    subject_id=event.id,
                    unit_id=event.unit_id,
                    after={"step": done[event.id] + len(due)},
                )
        drafts = [_draft(address, name, told) for (address, name), told in mails.items()]
        if drafts:
            await notices.queue_mails(drafts, act)


def due_steps(
    steps: tuple[EscalationStep, ...], taken: int, opened_at: datetime, now: datetime
) -> list[EscalationStep]:
    """Return the steps whose time has come and that are not taken yet, in their order."""
    due = []
    for step in steps[taken:]:
        if now - opened_at < timedelta(minutes=step.after_min):
            break
        due.append(step)
    return due


async def _people(unit_id: int, step: EscalationStep, at: datetime) -> list[tuple[str, str]]:
    """Return address and name of those whose turn it is; nobody in the unit: those of the next one above it."""
    tree = await offices.tree()
    chain = [unit.id for unit in reversed(tree.path(unit_id))]
    for place in chain[min(step.above, len(chain) - 1) :]:
        found = await offices.people_of([place], at.astimezone(VIETNAM).date(), step.role)
        reached = [(person.email, person.full_name) for person in found if person.email]
        if reached:
            return reached
    return []


def _title(event: EventView) -> str:
    return f"{kind_words(event.kind, event.cause)}: {event.name or event.unit}"


def _draft(address: str, name: str, events: list[EventView]) -> MailDraft:
    first = events[0]
    subject = _title(first)
    if len(events) > 1:
        subject = _("%(n)s sự kiện nghiêm trọng chưa có người nhận", n=len(events))
    base = current().settings.base_url.rstrip("/")
    return MailDraft(
        to_address=address,
        to_name=name,
        subject=subject,
        letter=Letter(
            heading=subject,
            greeting=_("Kính gửi %(name)s,", name=name),
            paragraphs=(_("Hệ thống giám sát thấy các sự kiện sau, chưa có ai nhận xử lý:"),),
            facts=tuple(
                (
                    f"{kind_words(one.kind, one.cause)}: {one.name or one.unit}",
                    f"{one.unit}, {format_datetime(one.opened_at)}",
                )
                for one in events
            ),
            buttons=((_("Mở danh sách sự kiện"), f"{base}/staff/events?state=new"),),
        ),
        kind="assets.escalation",
        subject_type="assets.event",
        subject_id=str(first.id),
        unit_id=first.unit_id,
        automatic=True,
    )


KINDS = (JobKind(Escalate, escalate, concurrency=1),)

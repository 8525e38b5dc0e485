"""Stop dossiers whose applicants let the time for missing papers pass, with the workflow's own step."""

from datetime import datetime
from typing import Final

import structlog

from core.acting import Act
from core.clock import VIETNAM
from core.errors import Conflict, MotcuaError
from plugins.onestop.clock.domain.supplements import SupplementDue, allowance, supplement_due
from plugins.onestop.clock.queries.running import Running, calendars, clock_rules, in_chunks, running_ids
from plugins.onestop.commands.moving import move
from plugins.onestop.office import all_days
from plugins.onestop.schemas import Move

log = structlog.get_logger()
STOP: Final = "stop"


async def stop_unanswered(act: Act) -> int:
    """Stop every dossier whose deadline for papers has passed; return how many there were.

    A dossier that somebody moves at the same moment is left to that person; one whose workflow has no such step is
    named in the log. May be run again at any time.
    """
    calendar_of, rules = await calendars(await all_days()), await clock_rules()
    stopped = 0
    async for chunk in in_chunks(await running_ids()):
        for dossier in chunk:
            if dossier.holder_duty != "citizen":
                continue
            calendar, workflow = calendar_of(dossier.unit_id), dossier.workflow
            allowed = allowance(dossier.commission(rules).rules, dossier.published)
            due = supplement_due(calendar, workflow, dossier.state, dossier.ledger, allowed, dossier.told_until)
            if due is not None and due.due_at < act.at:
                stopped += await _stop(dossier, due, act)
    return stopped


async def _stop(dossier: Running, due: SupplementDue, act: Act) -> int:
    data = Move(STOP, dossier.revision, reason_of(due))
    try:
        await move(dossier.code, data, act, f"auto-stop:{dossier.id}:{due.asked_at.isoformat()}")
    except Conflict:
        log.info("a dossier to be stopped was moved by somebody", dossier=dossier.code)
        return 0
    except MotcuaError as error:
        log.warning("a dossier could not be stopped", dossier=dossier.code, error=str(error))
        return 0
    return 1


def reason_of(due: SupplementDue) -> str:
    """Return the reason as the applicant reads it, always in Vietnamese."""
    asked, last = _local(due.asked_at), _local(due.due_at)
    return (
        f"Đã yêu cầu bổ sung ngày {asked:%d/%m/%Y}; {_term(due)}, đến hết {last:%H:%M} ngày {last:%d/%m/%Y} "
        "vẫn chưa nhận được giấy tờ bổ sung nên hồ sơ được dừng giải quyết. Ông/bà có thể nộp lại hồ sơ mới."
    )


def _term(due: SupplementDue) -> str:
    if due.counted is None:
        return "quá hạn đã thông báo"
    allowed = due.counted[0]
    source = f" ({allowed.rule.source})" if allowed.rule else ""
    return f"quá {allowed.days} ngày làm việc{source}"


def _local(moment: datetime) -> datetime:
    return moment.astimezone(VIETNAM)

"""The mail that warnings become: one for each person, a line for each dossier; always in Vietnamese."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from core.clock import VIETNAM
from core.contracts.notices import Letter, MailDraft
from core.contracts.offices import Person
from core.registry import current
from plugins.onestop.clock.domain.warnings import Firing, Watched
from plugins.onestop.clock.queries.running import Running

KIND: Final = "onestop.warning"
LIST_PATH: Final = "/staff/deadlines"
SHOWN: Final = 40
_WATCHED: Final[Mapping[Watched, str]] = {
    "step": "bước đang làm",
    "whole": "cả hồ sơ",
    "agency": "câu trả lời của cơ quan khác",
}


class Item(Struct, frozen=True):
    """A dossier and why somebody is told of it."""

    dossier: Running
    firing: Firing


def letter_to(person: Person, items: Sequence[Item], at: datetime) -> MailDraft:
    """Return the mail to one person. at: the present moment, aware."""
    late = sum(item.firing.due_at <= at for item in items)
    subject = (
        f"{late} hồ sơ quá hạn, {len(items) - late} hồ sơ sắp đến hạn" if late else f"{len(items)} hồ sơ sắp đến hạn"
    )
    ordered = sorted(items, key=lambda item: (item.firing.due_at, item.dossier.code))
    more = (f"Và {len(ordered) - SHOWN} hồ sơ khác trong danh sách.",) if len(ordered) > SHOWN else ()
    base = current().settings.base_url.rstrip("/")
    letter = Letter(
        heading=subject,
        greeting=f"Kính gửi {person.full_name},",
        paragraphs=("Những hồ sơ sau đây cần được giải quyết kịp hạn:", *more),
        facts=tuple((item.dossier.code, _words(item, at)) for item in ordered[:SHOWN]),
        buttons=(("Mở danh sách hạn", f"{base}{LIST_PATH}"),),
        closing=("Thư này do hệ thống tự gửi theo quy tắc cảnh báo của cơ quan; mỗi hạn chỉ báo một lần.",),
        sender=current().settings.agency_name,
    )
    one = str(ordered[0].dossier.id) if len(ordered) == 1 else ""
    return MailDraft(
        to_address=person.email,
        to_name=person.full_name,
        subject=subject,
        letter=letter,
        kind=KIND,
        subject_type="onestop.dossier" if one else "offices.person",
        subject_id=one or str(person.id),
        unit_id=person.unit_id,
    )


def _words(item: Item, at: datetime) -> str:
    due = item.firing.due_at.astimezone(VIETNAM)
    what = _WATCHED[item.firing.rule.watched]
    state = "đã quá hạn lúc" if item.firing.due_at <= at else "đến hạn lúc"
    return f"{item.dossier.procedure_name}: {what} {state} {due:%H:%M %d/%m/%Y}"

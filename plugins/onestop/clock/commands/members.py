"""What became of the members of a linked procedure: lines of the ledger, from which their clocks follow."""

import tomllib
from collections.abc import Sequence
from datetime import datetime
from functools import cache

from msgspec import Struct, convert

from core import audit, db
from core.acting import Act
from core.errors import Problem, Refused
from core.idempotency import once
from core.settings import config_folder
from core.text.i18n import gettext as _
from plugins.onestop.access import APPRAISE
from plugins.onestop.clock.commands.ledgering import Line, append, opened
from plugins.onestop.clock.domain.linked import Choice, Linked
from plugins.onestop.clock.schemas import MemberStep
from plugins.onestop.domain.ledger import LedgerLine

ACTIONS = {"done": "member_done", "left_out": "member_left_out", "case": "member_case"}


class _File(Struct, forbid_unknown_fields=True):
    procedure: tuple[Linked, ...]


@cache
def linked_procedures() -> dict[str, Linked]:
    """Return the linked procedures that this installation knows, by code, from `linked_procedures.toml`."""
    parsed = tomllib.loads((config_folder() / "linked_procedures.toml").read_text("utf-8"))
    return {linked.code: linked for linked in convert(parsed, _File).procedure}


def choice_of(ledger: Sequence[LedgerLine]) -> tuple[Choice, dict[str, datetime]]:
    """Return the cases and omissions that the ledger tells, and which members were done when."""
    cases: dict[str, str] = {}
    left_out: set[str] = set()
    done: dict[str, datetime] = {}
    for line in ledger:
        if line.action == "member_case":
            cases[line.target] = line.source
        elif line.action == "member_left_out":
            left_out.add(line.target)
        elif line.action == "member_done":
            done[line.target] = line.at
    return Choice(cases, frozenset(left_out)), done


async def note_member(code: str, data: MemberStep, act: Act, key: str = "") -> bool:
    """Note that a member is done, left out, or which of its limits holds. Returns True.

    Raises Refused for a member that there is not or that is settled, Missing, Forbidden and Conflict.
    """
    request = {"code": code, "member": data}
    return await once(key, act.who.username, request, lambda: _note(code, data, act), bool)


async def _note(code: str, data: MemberStep, act: Act) -> bool:
    async with db.transaction():
        sheet, ledger = await opened(code, data.revision, act, (APPRAISE,))
        linked = linked_procedures().get(sheet.procedure_code)
        member = next((item for item in linked.member if item.code == data.member), None) if linked else None
        if member is None:
            raise Refused(Problem(_("Hồ sơ này không có thủ tục thành phần đó."), "member", "unknown"))
        choice, done = choice_of(ledger)
        if member.code in done or member.code in choice.left_out:
            raise Refused(Problem(_("Thủ tục thành phần này đã xong hoặc đã bỏ qua."), "member", "settled"))
        if data.step == "left_out" and not member.optional:
            raise Refused(Problem(_("Thủ tục thành phần này không bỏ qua được."), "member", "needed"))
        if data.step == "case" and data.case and data.case not in {case.name for case in member.cases}:
            raise Refused(Problem(_("Thủ tục thành phần này không có trường hợp đó."), "case", "unknown"))
        source = data.case if data.step == "case" else ""
        await append(sheet, [Line(ACTIONS[data.step], source, member.code, reason=member.name)], act)
        after = {"code": sheet.code, "member": member.code, "step": data.step, "case": source}
        await audit.record(
            act, "onestop.member", subject="onestop.dossier", subject_id=sheet.id, unit_id=sheet.unit_id, after=after
        )
    return True

"""Change a transition: a new version each time, the old ones stay, what was sealed keeps its own."""

import msgspec

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Forbidden, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean
from plugins.assets.custody.domain.editing import Change, edited
from plugins.assets.custody.domain.engine import Transition
from plugins.assets.custody.rules import shipped_one, usable_statuses
from plugins.assets.custody.words import EDIT_FAULTS

TRANSITIONS = "assets.transitions"
SUBJECT = "assets.transition"


async def change_transition(key: str, change: Change, act: Act) -> int:
    """Write the next version of a transition; return its number. It counts for drafts at once.

    Raises Missing, Forbidden, Refused, and Conflict when somebody else changed it meanwhile.
    """
    rule = edited(shipped_one(key), change, await usable_statuses())
    if isinstance(rule, list):
        raise Refused(*(Problem(str(EDIT_FAULTS[fault]), field, fault) for field, fault in rule))
    return await _write(rule, change.version, change.note, act)


async def restore_transition(key: str, version: int, act: Act) -> int:
    """Go back to the transition as it is shipped, as a new version. Raises Missing, Forbidden, Conflict."""
    return await _write(shipped_one(key), version, _("Khôi phục bản gốc"), act)


async def _write(rule: Transition, read: int, note: str, act: Act) -> int:
    if not act.who.may(TRANSITIONS):
        raise Forbidden(_("Bạn không được sửa quy trình bàn giao."))
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock(hashtext('assets.transition.' || $1))", rule.key)
        last = await db.value("SELECT coalesce(max(version), 0) FROM assets.assets_transition WHERE key = $1", rule.key)
        if last != read:
            raise Conflict(Problem(_("Người khác vừa sửa việc này. Hãy tải lại trang để xem bản mới."), "version"))
        text = msgspec.json.encode(rule).decode()
        await db.execute(
            "INSERT INTO assets.assets_transition (key, version, definition, note, by_name, at)"
            " VALUES ($1, $2, $3, $4, $5, $6)",
            rule.key,
            last + 1,
            text,
            clean(note),
            act.who.display_name or act.who.username,
            act.at,
        )
        after = {"key": rule.key, "version": last + 1, "definition": msgspec.json.decode(text)}
        await audit.record(act, "assets.transition_changed", subject=SUBJECT, subject_id=rule.key, after=after)
    return int(last) + 1

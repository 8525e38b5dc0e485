"""Edit a workflow as a draft that no dossier uses, and publish it as the next version."""

from collections.abc import Callable

import msgspec

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Missing, Problem, Refused
from core.idempotency import once
from core.text.i18n import gettext as _
from plugins.onestop.commands.importing import IMPORT_LOCK
from plugins.onestop.domain.workflow import State, Transition, Workflow
from plugins.onestop.workflow import queries
from plugins.onestop.workflow.findings import findings_of
from plugins.onestop.workflow.queries import Draft
from plugins.onestop.workflow.schemas import NewWorkflow, Publish
from plugins.onestop.workflow.wording import finding_sentence

SUBJECT = "onestop.workflow"

_NEW = """
INSERT INTO onestop.onestop_workflow_draft (name, base_version, definition, revision, changed_at, changed_by)
VALUES ($1, $2, $3::jsonb, 1, $4, $5) ON CONFLICT (name) DO NOTHING RETURNING 1
"""
_SAVE = """
UPDATE onestop.onestop_workflow_draft
SET definition = $3::jsonb, revision = revision + 1, changed_at = $4, changed_by = $5
WHERE name = $1 AND revision = $2 RETURNING revision
"""
_DROP = "DELETE FROM onestop.onestop_workflow_draft WHERE name = $1 AND revision = $2 RETURNING 1"
_PUBLISH = """
INSERT INTO onestop.onestop_workflow (name, version, definition, published_at, published_by, note)
SELECT $1::varchar, 1 + coalesce(max(version), 0), $2::jsonb, $3, $4, $5
FROM onestop.onestop_workflow WHERE name = $1 RETURNING version
"""


class Done(msgspec.Struct, frozen=True):
    """The answer to a publication: name and number of the new version."""

    name: str
    version: int


async def begin_draft(name: str, act: Act) -> None:
    """Copy the newest version of a workflow into a draft, unless there is one. Raises Missing."""
    async with db.transaction():
        versions = await queries.published(name)
        if not versions:
            raise Missing
        newest = versions[0]
        if await db.value(_NEW, name, newest.version, newest.definition, act.at, act.who.display_name):
            await audit.record(
                act, "onestop.workflow_draft", subject=SUBJECT, subject_id=name, after={"base": newest.version}
            )


async def begin_workflow(data: NewWorkflow, act: Act) -> None:
    """Begin a workflow of a new name as a draft. Raises Refused when the name is taken, Missing for no such copy."""
    async with db.transaction():
        if await queries.published(data.name):
            raise Refused(Problem(_("Đã có quy trình với mã này."), "name", "taken"))
        workflow = Workflow(data.name, data.title, _BARE_STATES, _BARE_MOVES)
        if data.copy_of:
            versions = await queries.published(data.copy_of)
            if not versions:
                raise Missing
            workflow = msgspec.structs.replace(versions[0].workflow, name=data.name, title=data.title)
        text = _text(workflow)
        if not await db.value(_NEW, data.name, 0, text, act.at, act.who.display_name):
            raise Refused(Problem(_("Đã có bản nháp với mã này."), "name", "taken"))
        await audit.record(
            act, "onestop.workflow_draft", subject=SUBJECT, subject_id=data.name, after={"copy_of": data.copy_of}
        )


async def change_draft(name: str, revision: int, change: Callable[[Workflow], Workflow], act: Act) -> int:
    """Apply a change to a draft; return its new revision. Raises Missing, and Conflict when somebody was faster."""
    async with db.transaction():
        draft = await _draft(name)
        changed = change(draft.workflow)
        saved: int | None = await db.value(_SAVE, name, revision, _text(changed), act.at, act.who.display_name)
        if saved is None:
            raise _overtaken(draft)
        await audit.record(
            act,
            "onestop.workflow_edit",
            subject=SUBJECT,
            subject_id=name,
            before=_differing(draft.workflow, changed),
            after=_differing(changed, draft.workflow),
        )
    return saved


async def discard_draft(name: str, revision: int, act: Act) -> None:
    """Throw a draft away. Raises Missing, Conflict."""
    async with db.transaction():
        draft = await _draft(name)
        if not await db.value(_DROP, name, revision):
            raise _overtaken(draft)
        before = {"definition": msgspec.json.decode(draft.definition)}
        await audit.record(act, "onestop.workflow_discard", subject=SUBJECT, subject_id=name, before=before)


async def publish_draft(name: str, data: Publish, act: Act, key: str = "") -> Done:
    """Make a draft the newest version: new dossiers take it, running ones keep theirs.

    Raises Missing, Conflict, and Refused with everything that forbids it, or when warnings were not accepted.
    """
    request = {"publish": name, "data": data}
    return await once(key, act.who.username, request, lambda: _publish(name, data, act), Done)


async def _publish(name: str, data: Publish, act: Act) -> Done:
    async with db.transaction():
        await db.execute("SELECT pg_advisory_xact_lock($1)", IMPORT_LOCK)
        draft = await _draft(name)
        found = await findings_of(draft.workflow)
        Refused.if_any(Problem(finding_sentence(one, draft.workflow), None, one.kind) for one in found if one.error)
        if found and not data.knowingly:
            raise Refused(Problem(_("Hãy xem các cảnh báo và xác nhận rằng vẫn ban hành."), "knowingly", "warned"))
        if not await db.value(_DROP, name, data.revision):
            raise _overtaken(draft)
        who = act.who.display_name
        version: int = await db.value(_PUBLISH, name, draft.definition, act.at, who, data.note.strip())
        await audit.record(
            act,
            "onestop.workflow_publish",
            subject=SUBJECT,
            subject_id=name,
            after={"version": version, "note": data.note, "warnings": [one.kind for one in found]},
        )
    return Done(name, version)


async def _draft(name: str) -> Draft:
    found = await queries.drafts(name) if name else []
    if not found:
        raise Missing
    return found[0]


def _overtaken(draft: Draft) -> Conflict:
    message = _(
        "%(who)s vừa sửa bản nháp này. Hãy tải lại trang, xem thay đổi rồi làm tiếp.",
        who=draft.changed_by or _("Người khác"),
    )
    return Conflict(Problem(message, None, "overtaken"))


def _text(workflow: Workflow) -> str:
    return msgspec.json.encode(workflow).decode()


def _differing(mine: Workflow, other: Workflow) -> dict[str, object]:
    """Return the rows of one workflow that the other does not have, for the log."""
    rows: dict[str, object] = {
        "states": [msgspec.to_builtins(row) for row in mine.states if row not in other.states],
        "transitions": [msgspec.to_builtins(row) for row in mine.transitions if row not in other.transitions],
    }
    return {name: found for name, found in rows.items() if found}


_BARE_STATES = (
    State("accepted", "Đã tiếp nhận", "Đã tiếp nhận hồ sơ", "reception"),
    State("returned", "Đã trả kết quả", "Đã trả kết quả", "nobody", clock="stopped", settles=True, final=True),
)
_BARE_MOVES = (Transition("accepted", "return", "returned", "Trả kết quả", ("reception",)),)

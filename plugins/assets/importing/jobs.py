"""The background work of imports; each run goes on where the last one stopped."""

from core.acting import Act
from core.contributions import JobKind
from plugins.assets.importing.commands.applying import apply_chunks
from plugins.assets.importing.commands.undoing import undo_chunks
from plugins.assets.importing.payloads import ApplyImport, UndoImport


async def apply_import(payload: ApplyImport, act: Act) -> None:
    """Write the rows of an import."""
    await apply_chunks(payload.import_id, act)


async def undo_import(payload: UndoImport, act: Act) -> None:
    """Take an import out again."""
    await undo_chunks(payload.import_id, act)


KINDS = (JobKind(ApplyImport, apply_import, concurrency=1), JobKind(UndoImport, undo_import, concurrency=1))

"""Forms: the newest of each procedure, and the versions of one."""

from datetime import datetime

import msgspec
from msgspec import Struct

from core import db
from plugins.onestop.online.domain.forms import FormDefinition

_COLUMNS = "id, procedure_code, version, definition::text, source, verified, published_at, published_by_name"
_NEWEST = f"""
SELECT DISTINCT ON (procedure_code) {_COLUMNS} FROM onestop.onestop_online_form ORDER BY procedure_code, version DESC
"""  # noqa: S608 -- constants only
_OF = f"""
SELECT {_COLUMNS} FROM onestop.onestop_online_form WHERE procedure_code = $1 ORDER BY version DESC
"""  # noqa: S608 -- constants only


class StoredForm(Struct, frozen=True):
    """One version of a form; columns in the order of the statements."""

    id: int
    procedure_code: str
    version: int
    definition_json: str
    source: str
    verified: bool
    published_at: datetime
    published_by_name: str

    @property
    def definition(self) -> FormDefinition:
        """The form itself."""
        return msgspec.json.decode(self.definition_json, type=FormDefinition)


async def newest() -> list[StoredForm]:
    """Return the form in force of each procedure that has one."""
    return await db.structs(StoredForm, _NEWEST)


async def versions(procedure: str) -> list[StoredForm]:
    """Return the forms of a procedure, the newest first."""
    return await db.structs(StoredForm, _OF, procedure)


async def in_force(procedure: str) -> StoredForm | None:
    """Return the form that a new filing of this procedure gets, None when it cannot be filed from home."""
    found = await versions(procedure)
    return found[0] if found else None

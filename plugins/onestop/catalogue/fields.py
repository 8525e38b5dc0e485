"""Fields of administration, and whether the public pages of their dossiers keep the procedure to themselves."""

from msgspec import Struct

from core import audit, db
from core.acting import Act
from core.errors import Missing

_FIELDS = """
SELECT f.id, f.name, f.sensitive, count(p.id) FROM onestop.onestop_field f
LEFT JOIN onestop.onestop_procedure p ON p.field = f.id GROUP BY f.id ORDER BY f.name
"""
_LOCK = "SELECT name, sensitive FROM onestop.onestop_field WHERE id = $1 FOR UPDATE"
_SET = "UPDATE onestop.onestop_field SET sensitive = $2 WHERE id = $1"


class FieldLine(Struct, frozen=True):
    """A field and how many procedures it has."""

    id: int
    name: str
    sensitive: bool
    procedures: int


class SensitiveForm(Struct, frozen=True, kw_only=True):
    """Whether a field is sensitive from now on."""

    sensitive: bool = False


async def fields() -> list[FieldLine]:
    """Return the fields by name."""
    return await db.structs(FieldLine, _FIELDS)


async def set_sensitive(field_id: int, data: SensitiveForm, act: Act) -> None:
    """Mark a field; doing it twice is doing it once. Raises Missing."""
    async with db.transaction():
        found = await db.row(_LOCK, field_id)
        if found is None:
            raise Missing
        if found[1] == data.sensitive:
            return
        await db.execute(_SET, field_id, data.sensitive)
        before, after = {"sensitive": found[1]}, {"name": found[0], "sensitive": data.sensitive}
        await audit.record(
            act, "onestop.set_sensitive", subject="onestop.field", subject_id=field_id, before=before, after=after
        )

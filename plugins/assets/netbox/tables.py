"""The tables behind the NetBox API, made from the descriptions of its object types."""

from typing import Any, Final

from piccolo.columns import JSONB, Array, BigInt, BigSerial, Boolean, Date, ForeignKey, Numeric, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.columns.reference import LazyTableReference
from piccolo.table import Table, create_table_class

from core.data_classes import classified
from plugins.assets.netbox.domain.describe import Field, ObjectType
from plugins.assets.netbox.domain.types import BY_KEY, TYPES

_PLAIN: Final[dict[str, Any]] = {"number": BigInt, "date": Date, "json": JSONB}
_ITEMS: Final[dict[str, Any]] = {"object_types": Text, "ids": BigInt}
_ON_DELETE: Final = {"protect": OnDelete.restrict, "cascade": OnDelete.cascade, "null": OnDelete.set_null}


def _name(kind: ObjectType) -> str:
    """Return the class name of a type's table: NbDevice."""
    return f"Nb{kind.key.split('.')[1].title()}"


def _column(field: Field) -> Any:
    nothing: dict[str, Any] = {"null": True, "default": None}
    if field.kind == "rel":
        target = LazyTableReference(_name(BY_KEY[field.to]), module_path="plugins.assets.netbox.tables")
        return ForeignKey(target, on_delete=_ON_DELETE[field.on_delete], index=True, **nothing)
    if field.kind in _PLAIN:
        return _PLAIN[field.kind](**nothing)
    if field.kind == "decimal":
        return Numeric(digits=(12, 6), **nothing)
    if field.kind == "flag":
        return Boolean(required=True, default=bool(field.default))
    if field.kind in _ITEMS:
        return Array(base_column=_ITEMS[field.kind](), required=True, default=list)
    return Text(**nothing) if field.null else Text(required=True, default=field.default or "")


def _table(kind: ObjectType) -> type[Table]:
    """Return the table of a type. asset, source: the thing or record of the register that the object follows."""
    columns: dict[str, Any] = {
        "id": BigSerial(primary_key=True),
        "unit_id": BigInt(null=True, default=None, index=True),
        "source": Text(null=True, default=None),
        "created": Timestamptz(required=True, default=None),
        "last_updated": Timestamptz(required=True, default=None),
        "custom_fields": JSONB(required=True, default="{}"),
        "tags": Array(base_column=BigInt(), required=True, default=list),
        "sort_key": Text(required=True, default=""),
        "search_key": Text(required=True, default=""),
    }
    columns |= {field.name: _column(field) for field in kind.fields}
    made = create_table_class(
        _name(kind), class_kwargs={"schema": "assets", "tablename": kind.tablename}, class_members=columns
    )
    made.__module__ = __name__
    made.__doc__ = f"Objects of the type {kind.label}; see domain/types.py."
    personal = [field.name for field in kind.fields if field.personal]
    classified(internal=[name for name in columns if name not in personal], personal=personal)(made)
    return made


TABLES: Final = {kind.key: _table(kind) for kind in TYPES}
globals().update({table.__name__: table for table in TABLES.values()})  # the foreign keys find one another by name


@classified(
    internal=(
        "id", "time", "request_id", "action", "changed_object_type", "changed_object_id", "object_repr", "message",
        "unit_id",
    ),
    personal=("user_id", "user_name", "prechange_data", "postchange_data"),
)  # fmt: skip
class ObjectChange(Table, schema="assets", tablename="assets_nb_objectchange"):
    """One change of one object through the API, with all its values before and after."""

    id = BigSerial(primary_key=True)
    time = Timestamptz(required=True, default=None, index=True)
    user_id = BigInt(null=True, default=None)
    user_name = Text(required=True, default=None)
    request_id = Text(required=True, default=None)
    action = Text(required=True, default=None)
    changed_object_type = Text(required=True, default=None)
    changed_object_id = BigInt(required=True, default=None)
    object_repr = Text(required=True, default=None)
    message = Text(required=True, default="")
    unit_id = BigInt(null=True, default=None)
    prechange_data = JSONB(null=True, default=None)
    postchange_data = JSONB(null=True, default=None)

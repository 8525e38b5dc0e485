"""What an object type of the NetBox API is: frozen descriptions that tables, answers, filters and checks are made of.

The wire contract (names, shapes, lookups) is NetBox's REST API, version 4.7.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal

FieldKind = Literal["text", "number", "decimal", "flag", "date", "choice", "rel", "json", "object_types", "ids"]
OnDelete = Literal["protect", "cascade", "null"]


@dataclass(frozen=True)
class Field:
    """A field that clients read and write.

    null: the value may be absent (None); else a text is "" when absent. choices: key of CHOICES. to: key of the type
    that a relation leads to. fixed: can't be changed after the object was made.
    """

    name: str
    kind: FieldKind = "text"
    required: bool = False
    null: bool = False
    default: Any = None
    choices: str = ""
    to: str = ""
    on_delete: OnDelete = "protect"
    longest: int = 200
    personal: bool = False


@dataclass(frozen=True)
class Computed:
    """A field that is only read. sql: expression over the row `t`, JSON or a plain value."""

    name: str
    sql: str


@dataclass(frozen=True, eq=False)  # there is one of each
class ObjectType:
    """An object type below /api/<app>/<path>/.

    brief: fields of its short form, beside id, url, display and description. display: SQL over `{t}` of its name in
    words. unique: groups of fields of which no two objects may have the same values. unit_from: relation whose unit it
    takes ("" for a site, None for what all units share). search: fields whose words the search (`q`) looks through;
    search_through: relations whose words count too. extra_filters: name -> condition, or "rel:" and a path of
    relations, or "flag:" or "nets:" and a condition.
    """

    key: str
    app: str
    path: str
    label: str
    fields: tuple[Field, ...]
    brief: tuple[str, ...] = ("name",)
    display: str = '{t}."name"'
    unique: tuple[tuple[str, ...], ...] = ()
    unit_from: str | None = None
    order: str = "name"
    search: tuple[str, ...] = ("name", "description")
    search_through: tuple[str, ...] = ()
    computed: tuple[Computed, ...] = ()
    extra_filters: Mapping[str, str] = field(default_factory=dict)

    @property
    def table(self) -> str:
        """Name of the table, with its schema."""
        return f"assets.{self.tablename}"

    @property
    def tablename(self) -> str:
        """Name of the table."""
        return f"assets_nb_{self.key.split('.')[1]}"

    @property
    def tree(self) -> bool:
        """Tell whether objects of this type stand below one another."""
        return any(f.name == "parent" and f.to == self.key for f in self.fields)

    def named(self, name: str) -> Field | None:
        """Return a field by its name."""
        return next((one for one in self.fields if one.name == name), None)


NAME: Final = Field("name", required=True, longest=100)
SLUG: Final = Field("slug", required=True, longest=100)
DESCRIPTION: Final = Field("description")
COMMENTS: Final = Field("comments", longest=100_000)


def rel(name: str, to: str, *, required: bool = False, on_delete: OnDelete = "protect") -> Field:
    """Return a relation to one object."""
    return Field(name, "rel", required=required, null=not required, to=to, on_delete=on_delete)


def choice(name: str, choices: str, default: str | None = None, *, required: bool = False) -> Field:
    """Return a field with fixed values."""
    return Field(name, "choice", required=required, null=default is None, default=default, choices=choices)


def number(name: str, *, required: bool = False, default: int | None = None) -> Field:
    """Return a whole number."""
    return Field(name, "number", required=required, null=default is None and not required, default=default)


def flag(name: str, *, default: bool = False) -> Field:
    """Return a yes or no."""
    return Field(name, "flag", default=default)


def maybe(name: str, longest: int = 200) -> Field:
    """Return a text that may be absent."""
    return Field(name, null=True, longest=longest)


def count_of(name: str, table: str, column: str) -> Computed:
    """Return the number of objects that lead to the row."""
    return Computed(name, f'(SELECT count(*) FROM assets.{table} c WHERE c."{column}" = t.id)')


def zeros(*names: str) -> tuple[Computed, ...]:
    """Return counts of what this API does not keep."""
    return tuple(Computed(name, "0") for name in names)


def nothing(*names: str) -> tuple[Computed, ...]:
    """Return fields that this API never fills."""
    return tuple(Computed(name, "NULL::text") for name in names)

"""What a plugin can contribute: frozen descriptions, returned by its hooks while the app is built."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from typing import Any, Literal

import msgspec

from core.acting import Act, Principal
from core.text.i18n import LazyText

Text = str | LazyText
Load = Callable[[Any], Awaitable[Mapping[str, Any]]]


@dataclass(frozen=True)
class PluginInfo:
    """Who a plugin is. core: the versions of motcua it was made for, as a PEP 440 specifier."""

    name: str
    title: Text
    version: str
    core: str = ">=0.1"
    settings: type[msgspec.Struct] | None = None
    package: str = ""


@dataclass(frozen=True)
class NavItem:
    """A line in the staff menu; shown to those who hold the permission somewhere.

    exact: the line is the current one on its own page only, not on pages below its path.
    """

    title: Text
    path: str
    icon: str = "circle"
    permission: str = ""
    order: int = 100
    section: Text = ""
    exact: bool = False


@dataclass(frozen=True)
class Panel:
    """A piece of a page that belongs to somebody else: dashboard card, portal section, part of a detail page.

    load: gets the request and returns the template's context.
    """

    slot: str
    template: str
    load: Load
    order: int = 100
    permission: str = ""


@dataclass(frozen=True)
class Permission:
    """An action that can be allowed. roles: who holds it at first; afterwards the matrix in the database decides."""

    name: str
    title: Text
    roles: Sequence[str] = ()


@dataclass(frozen=True)
class Service:
    """The implementation of a contract (a Protocol in core.contracts)."""

    contract: type
    implementation: object


@dataclass(frozen=True)
class Subscription:
    """Who wants to be told. in_transaction handlers only write to the database; after_commit ones run in the worker."""

    event: type[msgspec.Struct]
    handler: Callable[[Any, Act], Awaitable[None]]
    when: Literal["in_transaction", "after_commit"] = "after_commit"

    @property
    def key(self) -> str:
        """The handler's stable name: with the event's id it makes delivery idempotent."""
        return f"{self.handler.__module__}.{self.handler.__qualname__}"


@dataclass(frozen=True)
class JobKind:
    """A kind of background work: payload type -> handler. attempts: tries before it is held for a person.

    seconds: how long one try may take. concurrency: how many may run at once on all workers together; 0 is no limit.
    """

    payload: type[msgspec.Struct]
    handler: Callable[[Any, Act], Awaitable[None]]
    attempts: int = 5
    concurrency: int = 0
    seconds: float = 600.0

    def __post_init__(self) -> None:
        """Refuse what the queue could not run. Raises ValueError."""
        if not isinstance(self.payload.__struct_config__.tag, str) or self.attempts < 1:
            raise ValueError(f"{self.payload.__name__}: a job needs a payload with a tag and at least one attempt")

    @property
    def name(self) -> str:
        """The job's name: the tag of its payload."""
        return str(self.payload.__struct_config__.tag)


@dataclass(frozen=True)
class Schedule:
    """Work that is due again and again. cron: five fields, UTC. The job runs once per slot however many workers."""

    cron: str
    payload: msgspec.Struct

    def __post_init__(self) -> None:
        """Refuse a line that is no cron line. Raises ValueError."""
        from croniter import croniter

        if not croniter.is_valid(self.cron) or len(self.cron.split()) != 5:
            raise ValueError(f"{self.cron!r} is not a cron line of five fields")


class SearchQuery(msgspec.Struct, frozen=True):
    """What was typed into the one search box: as typed, folded (no tones), and how many hits are wanted."""

    text: str
    key: str
    limit: int = 8


class SearchHit(msgspec.Struct, frozen=True):
    """One line of the search result."""

    title: str
    path: str
    detail: str = ""
    icon: str = "circle"


@dataclass(frozen=True)
class SearchProvider:
    """Answers the one search box for one kind of thing; must filter by the asker's units."""

    name: str
    title: Text
    search: Callable[[SearchQuery, Principal], Awaitable[Sequence[SearchHit]]]
    permission: str = ""
    order: int = 100


@dataclass(frozen=True)
class CodePattern:
    """Knows a kind of scanned code. resolve: where to go, None when it is not ours or the asker may not see it."""

    name: str
    title: Text
    matches: Callable[[str], bool]
    resolve: Callable[[str, Principal], Awaitable[str | None]]
    public: bool = False


@dataclass(frozen=True)
class NoticeChannel:
    """A way to reach people: name and an async send(address, subject, text)."""

    name: str
    send: Callable[[str, str, str], Awaitable[None]]


@dataclass(frozen=True)
class HealthCheck:
    """Answers None when all is well, else one sentence on what is wrong."""

    name: str
    check: Callable[[], Awaitable[str | None]]


@dataclass(frozen=True)
class MetricSource:
    """Gauges read when /metrics is asked for: name -> value. help: one English sentence."""

    name: str
    help: str
    collect: Callable[[], Awaitable[Mapping[str, float]]]
    label: str = "kind"

    def __post_init__(self) -> None:
        """Refuse names that Prometheus would not read. Raises ValueError."""
        if not (self.name.isidentifier() and self.label.isidentifier()):
            raise ValueError(f"{self.name!r}, {self.label!r}: names of metrics and labels are letters, digits and _")


@dataclass(frozen=True)
class ExporterSpec:
    """A named data set for CSV, XLSX and open data. load: (principal) -> header, rows."""

    name: str
    title: Text
    permission: str
    load: Callable[[Principal], Awaitable[tuple[Sequence[str], Sequence[Sequence[object]]]]]


@dataclass
class DemoContext:
    """What demo data is made from: the present moment, a seeded random source and things parts leave for others."""

    at: datetime
    random: Any
    shared: dict[str, Any] = field(default_factory=dict)


def later(path: str) -> Callable[..., Awaitable[Any]]:
    """Return a stand-in for the async function "module:function", imported when it is called."""
    module, _, name = path.partition(":")

    async def call(*arguments: Any) -> Any:
        return await getattr(import_module(module), name)(*arguments)

    return call


@dataclass(frozen=True)
class DemoData:
    """Fills an empty installation with a busy week; loaded in `order`, once."""

    name: str
    load: Callable[[DemoContext], Awaitable[None]]
    order: int = 100


@dataclass(frozen=True)
class Command:
    """A command of the `motcua` line: a click command or group, below the plugin's own name.

    group: a group that the command joins instead: "demo", or another that is open (see `core.cli.Commands`).
    """

    command: Any
    group: str = ""

    @property
    def path(self) -> str:
        """The words that call it."""
        return f"{self.group} {self.command.name}".strip()

    def __post_init__(self) -> None:
        """Refuse what is no command. Raises TypeError."""
        if not isinstance(getattr(self.command, "name", None), str):
            raise TypeError(f"{type(self.command).__name__} is not a click command with a name")

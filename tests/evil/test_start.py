"""A sick plugin is left out and named at the start; the core and the other plugins run."""

from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar, get
from piccolo.conf.apps import AppConfig

from core import contributions as c
from core import registry
from core.app import create_app
from core.clock import FixedClock
from core.jobs import Payload
from core.plugins import LISTS, SINGLES, PluginFault, load_plugins
from core.registry import Registry
from core.settings import Settings
from core.web.access import public
from tests.evil.wickedness import AT_IMPORT, IN_HOOK, INFO, distribution, plugin

LENIENT = Settings(environment="production", plugins=())


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.plugins.HOOK_SECONDS", 2.0)


@pytest.fixture
def lenient(app: Litestar, clock: FixedClock) -> Any:
    """Build the application with guests as production does; the session's own registry comes back afterwards."""
    before, build = registry.current(), registry.build_registry

    def start(*guests: Any) -> Registry:
        registry.build_registry = lambda settings: Registry(settings, (*build(settings).plugins, *guests))  # type: ignore[assignment]
        created = create_app(LENIENT, clock=clock, open_database=False)
        return created.state.registry  # type: ignore[no-any-return]

    yield start
    registry.build_registry = build
    registry.install(before)


@pytest.mark.parametrize("kind", AT_IMPORT)
def test_a_plugin_that_goes_wrong_at_import(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, reason = AT_IMPORT[kind]
    monkeypatch.setattr("core.plugins.IMPORT_SECONDS", 1.0 if "no answer" in reason else 10.0)
    monkeypatch.syspath_prepend(str(tmp_path))
    distribution(tmp_path, kind, source)
    distribution(tmp_path, f"healthy_{kind}", INFO.replace("NAME", f'"healthy_{kind}"'))
    loaded, faults = load_plugins(Settings(plugins=(kind, f"healthy_{kind}")))
    assert [fault.plugin for fault in faults] == [kind]
    assert reason in faults[0].reason
    assert {"accounts", "audit", "operations", f"healthy_{kind}"} <= {plugin.name for plugin in loaded}


# what these answer is judged when the application is built
BUILT_LATER = {"identity_provider", "route_handlers", "lifespans"}


@pytest.mark.parametrize(
    ("hook", "kind"),
    [
        (hook, kind)
        for hook in (*LISTS, *SINGLES)
        for kind, (_, reason) in IN_HOOK.items()
        if hook not in BUILT_LATER or not reason.startswith("answered")
    ],
)
def test_a_plugin_that_goes_wrong_in_a_hook(hook: str, kind: str) -> None:
    function, reason = IN_HOOK[kind]
    with pytest.raises(PluginFault, match=reason) as told:
        plugin(**{hook: function})
    assert hook in told.value.reason


class Known(Payload, frozen=True, tag="evil.known"):
    """A job of the evil plugin."""


class Stray(Payload, frozen=True, tag="evil.stray"):
    """A job that nobody does."""


async def work(*_: Any) -> None: ...


WRONG_FIELDS: dict[str, tuple[dict[str, Any], str]] = {
    "a title that is a number": ({"nav_items": lambda: [c.NavItem(5, "/x")]}, "NavItem.title is int"),  # type: ignore[arg-type]
    "an order that is a word": ({"nav_items": lambda: [c.NavItem("x", "/x", order="first")]}, "NavItem.order is str"),  # type: ignore[arg-type]
    "a loader that is none": ({"panels": lambda: [c.Panel("s", "t", None)]}, "Panel.load is NoneType"),  # type: ignore[arg-type]
    "no cron line": ({"schedules": lambda: [c.Schedule("every day", Known())]}, "is not a cron line"),
    "a cron line of seconds": ({"schedules": lambda: [c.Schedule("* * * * * *", Known())]}, "is not a cron line"),
    "a job without a tag": ({"jobs": lambda: [c.JobKind(c.SearchHit, work)]}, "needs a payload with a tag"),
    "a job of no type": ({"jobs": lambda: [c.JobKind(5, work)]}, "AttributeError"),  # type: ignore[arg-type]
    "a metric with spaces": ({"metrics": lambda: [c.MetricSource("a b", "x", work)]}, "names of metrics"),  # type: ignore[arg-type]
    "a command that is none": ({"commands": lambda: [c.Command("visitors")]}, "is not a click command"),
    "a time that is none": ({"subscriptions": lambda: [c.Subscription(Known, work, "soon")]}, "Subscription.when"),  # type: ignore[arg-type]
    "another motcua": ({"plugin_info": lambda: c.PluginInfo("evil", "Evil", "1", core=">=99")}, "made for motcua >=99"),
    "no specifier": ({"plugin_info": lambda: c.PluginInfo("evil", "Evil", "1", core="new")}, "new"),
    "no package": ({"plugin_info": lambda: c.PluginInfo("evil", "Evil", "1", package="no.such")}, "no"),
}


@pytest.mark.parametrize("kind", WRONG_FIELDS)
def test_a_contribution_that_would_break_a_page_later(kind: str) -> None:
    hooks, reason = WRONG_FIELDS[kind]
    with pytest.raises(PluginFault, match=reason):
        plugin(**hooks)


CLASHES: dict[str, dict[str, Any]] = {
    "permissions": {"permissions": lambda: [c.Permission("audit.read", "Mine now")]},
    "jobs": {"jobs": lambda: [c.JobKind(Known, work), c.JobKind(Known, work)]},
    "schedules": {
        "jobs": lambda: [c.JobKind(Known, work)],
        "schedules": lambda: [c.Schedule("* * * * *", Known()), c.Schedule("* * * * *", Known())],
    },
    "schedules: no job is called evil.stray": {"schedules": lambda: [c.Schedule("* * * * *", Stray())]},
    "health_checks": {"health_checks": lambda: [c.HealthCheck("database", work)]},  # type: ignore[arg-type]
    "metrics": {"metrics": lambda: [c.MetricSource("motcua_jobs", "Mine", work)]},  # type: ignore[arg-type]
    "migration_app: the app audit": {"migration_app": lambda: AppConfig("audit", migrations_folder_path="/nowhere")},
    "migration_app: the app core": {"migration_app": lambda: AppConfig("core", migrations_folder_path="/nowhere")},
}


@pytest.mark.parametrize("kind", CLASHES)
def test_a_plugin_that_takes_what_is_taken(registry: Registry, kind: str) -> None:
    from core.registry import _clash

    found = _clash(registry.plugins, plugin(**CLASHES[kind]))
    assert found is not None
    assert found.startswith(kind)


@get("/staff/operations", guards=[public], sync_to_thread=False)
def another_page() -> str:
    return "mine now"


@get("/evil/open", sync_to_thread=False)
def open_door() -> str:
    return "anybody"


UNBUILDABLE: dict[str, Any] = {
    "no handlers": lambda: [1, "two"],
    "somebody's address": lambda: [another_page],
    "an open door": lambda: [open_door],
}


@pytest.mark.parametrize("kind", UNBUILDABLE)
def test_routes_that_cannot_be_served_leave_out_their_plugin(lenient: Any, kind: str) -> None:
    made: Registry = lenient(plugin(route_handlers=UNBUILDABLE[kind]), plugin("healthy"))
    assert [fault.plugin for fault in made.faults] == ["evil"]
    assert {"operations", "healthy"} <= {p.name for p in made.plugins}
    assert "evil" not in {p.name for p in made.plugins}


def test_a_broken_catalogue_leaves_out_its_plugin(
    lenient: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "broken_words" / "locale" / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (tmp_path / "broken_words" / "__init__.py").touch()
    (folder / "messages.po").write_text("this is no catalogue\n", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    evil = plugin(plugin_info=lambda: c.PluginInfo("evil", "Evil", "1.0", package="broken_words"))
    assert [fault.plugin for fault in lenient(evil, plugin("healthy")).faults] == ["evil"]

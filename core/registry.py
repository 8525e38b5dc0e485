"""All that the healthy plugins contribute, checked against each other and frozen."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import structlog
from piccolo.conf.apps import AppConfig

from core import contributions as c
from core.jobs import job_name
from core.plugins import Loaded, PluginFault, load_plugins
from core.settings import Settings

T = TypeVar("T")
log = structlog.get_logger()


class Registry:
    """What is installed: asked by the app, the worker and the command line. Only faults may come later."""

    def __init__(self, settings: Settings, plugins: tuple[Loaded, ...], faults: tuple[PluginFault, ...] = ()) -> None:
        self.settings = settings
        self.plugins = plugins
        self.faults = list(faults)

    def note_fault(self, fault: PluginFault, *, fatal: bool = True) -> None:
        """Keep and log a fault that showed after loading. Raises it when it is fatal and plugins are strict."""
        if fatal and self.settings.strict_plugins:
            raise fault
        log.error("plugin failed", plugin=fault.plugin, reason=fault.reason)
        self.faults.append(fault)

    def owned(self, hook: str) -> list[tuple[str, Any]]:
        """Return (plugin name, item) for every item that a list hook contributed, in plugin order."""
        return [(plugin.name, item) for plugin in self.plugins for item in plugin.answers.get(hook, ())]

    def all(self, hook: str) -> list[Any]:
        """Return every item that a list hook contributed."""
        return [item for _, item in self.owned(hook)]

    @cached_property
    def permissions(self) -> Mapping[str, c.Permission]:
        """Permission name -> description."""
        return {item.name: item for item in self.all("permissions")}

    @cached_property
    def job_kinds(self) -> Mapping[str, c.JobKind]:
        """Job name -> kind."""
        return {item.name: item for item in self.all("jobs")}

    @cached_property
    def subscriptions(self) -> Mapping[type, list[c.Subscription]]:
        """Event type -> who wants to be told."""
        found: dict[type, list[c.Subscription]] = {}
        for item in self.all("subscriptions"):
            found.setdefault(item.event, []).append(item)
        return found

    @cached_property
    def handlers(self) -> Mapping[str, c.Subscription]:
        """Key of a subscription -> the subscription."""
        return {item.key: item for item in self.all("subscriptions")}

    @cached_property
    def _services(self) -> Mapping[type, object]:
        return {item.contract: item.implementation for item in self.all("services")}

    def find(self, contract: type[T]) -> T | None:
        """Return the implementation of a contract; None is normal: the plugin is off."""
        return self._services.get(contract)  # type: ignore[return-value]

    def get(self, contract: type[T]) -> T:
        """Return the implementation of a contract that one of the core's own parts gives."""
        found = self.find(contract)
        if found is None:
            raise LookupError(f"nobody implements {contract.__name__}")
        return found

    def panels(self, slot: str) -> list[c.Panel]:
        """Return the panels of a slot in their order."""
        return sorted((p for p in self.all("panels") if p.slot == slot), key=lambda p: p.order)

    def migration_apps(self) -> list[AppConfig]:
        """Return Piccolo's app configurations, the parts' before the plugins'."""
        return [plugin.answers["migration_app"] for plugin in self.plugins if "migration_app" in plugin.answers]


def _clash(plugins: tuple[Loaded, ...], newcomer: Loaded) -> str | None:
    """Say what of the newcomer collides with what is there already; None when nothing does."""
    for hook, names_of in _NAMES.items():
        taken = {name for plugin in plugins for item in _items(plugin, hook) for name in names_of(item)}
        taken.update(_KERNEL.get(hook, ()))
        for item in _items(newcomer, hook):
            for name in names_of(item):
                if name in taken:
                    return f"{hook}: {name} is taken already"
                taken.add(name)
    jobs = {item.name for plugin in (*plugins, newcomer) for item in _items(plugin, "jobs")}
    unknown = {job_name(type(item.payload)) for item in _items(newcomer, "schedules")} - jobs
    return f"schedules: no job is called {', '.join(sorted(unknown))}" if unknown else None


def _items(plugin: Loaded, hook: str) -> Sequence[Any]:
    answer = plugin.answers.get(hook, ())
    return answer if isinstance(answer, tuple) else (answer,)


def _migration_names(app: AppConfig) -> Sequence[str]:
    """Return an app's name, and its migrations' file names: Piccolo imports them by bare name, so they are shared."""
    found = Path(app.resolved_migrations_folder_path).glob("*.py")
    return [f"the app {app.app_name}", *(path.name for path in found if path.name != "__init__.py")]


_KERNEL: Mapping[str, Sequence[str]] = {"migration_app": ["the app core"], "jobs": ["core.deliver"]}

# hook -> the names that an item takes; no two plugins may take the same one
_NAMES: Mapping[str, Callable[[Any], Sequence[str]]] = {
    "migration_app": _migration_names,
    "permissions": lambda item: [item.name],
    "services": lambda item: [f"{item.contract.__module__}.{item.contract.__qualname__}"],
    "subscriptions": lambda item: [item.key],
    "jobs": lambda item: [item.name],
    "schedules": lambda item: [f"{job_name(type(item.payload))} at {item.cron}"],
    "commands": lambda item: [item.path],
    "search_providers": lambda item: [item.name],
    "code_patterns": lambda item: [item.name],
    "notice_channels": lambda item: [item.name],
    "health_checks": lambda item: [item.name],
    "metrics": lambda item: [item.name],
    "exporters": lambda item: [item.name],
    "demo_data": lambda item: [item.name],
}


def build_registry(settings: Settings) -> Registry:
    """Load everything and check it against each other. Raises PluginFault as `load_plugins` does."""
    loaded, faults = load_plugins(settings)
    kept: list[Loaded] = []
    refused = list(faults)
    for plugin in loaded:
        try:
            clash = _clash(tuple(kept), plugin)
        except Exception as error:  # noqa: BLE001 -- a contribution that cannot even be compared is the plugin's fault
            clash = f"{type(error).__name__}: {error}"
        if clash is None:
            kept.append(plugin)
            continue
        fault = PluginFault(plugin.name, clash)
        if settings.strict_plugins:
            raise fault
        refused.append(fault)
    return Registry(settings, tuple(kept), tuple(refused))


_installed: list[Registry] = []


def install(registry: Registry) -> None:
    """Make this registry the one that `current()` answers: once per process, at start."""
    _installed[:] = [registry]


def current() -> Registry:
    """Return the process's registry. Raises RuntimeError before the start is done."""
    if not _installed:
        raise RuntimeError("the registry is not built yet")
    return _installed[0]

"""All that the healthy plugins contribute, checked against each other and frozen."""

from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Any, TypeVar

from piccolo.conf.apps import AppConfig

from core import contributions as c
from core.plugins import Loaded, PluginFault, load_plugins
from core.settings import Settings

T = TypeVar("T")


class Registry:
    """What is installed: asked by the app, the worker and the command line; never changed after it is built."""

    def __init__(self, settings: Settings, plugins: tuple[Loaded, ...], faults: tuple[PluginFault, ...] = ()) -> None:
        self.settings = settings
        self.plugins = plugins
        self.faults = faults

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
    for hook, name_of in _NAMES.items():
        taken = Counter(name_of(item) for plugin in plugins for item in plugin.answers.get(hook, ()))
        for item in newcomer.answers.get(hook, ()):
            name = name_of(item)
            if taken[name]:
                return f"{hook}: {name} is taken already"
            taken[name] += 1
    return None


_NAMES: Mapping[str, Any] = {
    "permissions": lambda item: item.name,
    "jobs": lambda item: item.name,
    "services": lambda item: item.contract.__qualname__,
    "exporters": lambda item: item.name,
    "demo_data": lambda item: item.name,
}


def build_registry(settings: Settings) -> Registry:
    """Load everything and check it against each other. Raises PluginFault as `load_plugins` does."""
    loaded, faults = load_plugins(settings)
    kept: list[Loaded] = []
    refused = list(faults)
    for plugin in loaded:
        clash = _clash(tuple(kept), plugin)
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

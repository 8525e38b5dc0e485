"""Find, import and check plugins. One that raises, hangs or answers nonsense is left out and named, never fatal.

With `strict_plugins` (development and tests) the first fault stops the start instead.
"""

import importlib
import threading
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import msgspec
import pluggy
import structlog
from piccolo.conf.apps import AppConfig

from core import contributions as c
from core import hookspecs
from core.settings import Settings

T = TypeVar("T")
log = structlog.get_logger()

IMPORT_SECONDS = 10.0
HOOK_SECONDS = 5.0

# The core's own parts, registered through the same hooks as everybody else, in the order of their migrations.
PARTS = ("offices", "accounts", "audit", "files", "notices", "search", "codes", "printing", "exports", "operations")

# hook -> what each item of its answer must be (None: anything); the hooks in SINGLES answer one thing
LISTS: Mapping[str, type | None] = {
    "route_handlers": None,
    "nav_items": c.NavItem,
    "panels": c.Panel,
    "permissions": c.Permission,
    "services": c.Service,
    "subscriptions": c.Subscription,
    "jobs": c.JobKind,
    "schedules": c.Schedule,
    "commands": c.Command,
    "search_providers": c.SearchProvider,
    "code_patterns": c.CodePattern,
    "notice_channels": c.NoticeChannel,
    "health_checks": c.HealthCheck,
    "metrics": c.MetricSource,
    "exporters": c.ExporterSpec,
    "lifespans": None,
    "demo_data": c.DemoData,
}
SINGLES: Mapping[str, type | None] = {
    "plugin_info": c.PluginInfo,
    "migration_app": AppConfig,
    "identity_provider": None,
}


class PluginFault(Exception):
    """What is wrong with one plugin, in one sentence that names it."""

    def __init__(self, plugin: str, reason: str) -> None:
        self.plugin = plugin
        self.reason = reason
        super().__init__(f"plugin {plugin!r}: {reason}")


class Loaded(msgspec.Struct, frozen=True):
    """One healthy plugin: its name, importable package and all that its hooks answered."""

    name: str
    package: str
    info: c.PluginInfo
    answers: Mapping[str, Any]


def within(seconds: float, call: Callable[[], T]) -> T:
    """Run `call` in a thread of its own and give up waiting after `seconds`. Raises TimeoutError, or what it raised."""
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(call())
        except BaseException as error:  # noqa: BLE001 -- a plugin may raise SystemExit at import; it is reported, not obeyed
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failure:
        raise failure[0]
    if not outcome:
        raise TimeoutError(f"no answer within {seconds:g} s")
    return outcome[0]


def new_manager() -> pluggy.PluginManager:
    """Return an empty plugin manager that knows the hook specifications."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    return manager


def import_part(name: str) -> ModuleType:
    """Import the plugin module of one of the core's own parts."""
    return importlib.import_module(f"core.{name}.plugin")


def import_plugin(name: str) -> ModuleType:
    """Import a plugin by its entry point's name. Raises LookupError when nothing of that name is installed."""
    for point in entry_points(group="motcua.plugins", name=name):
        module = point.load()
        if not isinstance(module, ModuleType):
            raise TypeError(f"entry point {point.value!r} is not a module")
        return module
    raise LookupError("not installed (no entry point of that name in the group motcua.plugins)")


def answers_of(manager: pluggy.PluginManager, plugin: ModuleType) -> dict[str, Any]:
    """Call every hook that the plugin implements and check what comes back. Raises on the first fault."""
    answers: dict[str, Any] = {}
    for caller in manager.get_hookcallers(plugin) or ():
        implementation = next(i for i in caller.get_hookimpls() if i.plugin is plugin)
        try:
            answer = within(HOOK_SECONDS, implementation.function)
        except Exception as error:
            raise TypeError(f"{caller.name}() failed: {type(error).__name__}: {error}") from error
        answers[caller.name] = _checked(caller.name, answer)
    return answers


def _checked(hook: str, answer: object) -> object:
    """Return the answer of a hook, lists as tuples. Raises TypeError for a wrong type."""
    if hook in SINGLES:
        kind = SINGLES[hook]
        if kind is not None and not isinstance(answer, kind):
            raise TypeError(f"{hook}() answered {type(answer).__name__}, not {kind.__name__}")
        return answer
    if not isinstance(answer, Sequence) or isinstance(answer, str | bytes):
        raise TypeError(f"{hook}() answered {type(answer).__name__}, not a list")
    kind = LISTS[hook]
    for item in answer:
        if kind is not None and not isinstance(item, kind):
            raise TypeError(f"{hook}() answered a list with {type(item).__name__} in it, not {kind.__name__}")
    return tuple(answer)


def load_one(manager: pluggy.PluginManager, name: str, importer: Callable[[str], ModuleType]) -> Loaded:
    """Import, register and question one plugin. Raises PluginFault; then nothing of it stays registered."""
    try:
        module = within(IMPORT_SECONDS, lambda: importer(name))
    except BaseException as error:
        raise PluginFault(name, f"cannot be imported: {type(error).__name__}: {error}") from error
    try:
        manager.register(module, name)
        _refuse_unknown_hooks(manager, module)
        answers = answers_of(manager, module)
        if "plugin_info" not in answers:
            raise TypeError("does not implement plugin_info()")
        info: c.PluginInfo = answers["plugin_info"]
        return Loaded(name=name, package=info.package or module.__name__.rpartition(".")[0], info=info, answers=answers)
    except Exception as error:
        if manager.is_registered(module):
            manager.unregister(module)
        raise PluginFault(name, str(error)) from error


def _refuse_unknown_hooks(manager: pluggy.PluginManager, module: ModuleType) -> None:
    """Raise TypeError for a function marked as a hook that no specification knows."""
    for attribute in dir(module):
        options = manager.parse_hookimpl_opts(module, attribute)
        if options is not None and attribute not in LISTS and attribute not in SINGLES:
            raise TypeError(f"{attribute}() is marked as a hook, but there is no such hook")


def load_plugins(settings: Settings) -> tuple[tuple[Loaded, ...], tuple[PluginFault, ...]]:
    """Load the core's parts and the plugins that the settings name.

    A part that fails raises PluginFault (the core itself is broken); a plugin's fault is returned, or raised
    when `settings.strict_plugins` is on.
    """
    manager = new_manager()
    loaded = [
        load_one(manager, part, import_part) for part in PARTS if (Path(__file__).parent / part / "plugin.py").exists()
    ]
    faults: list[PluginFault] = []
    for name in settings.plugins:
        try:
            loaded.append(load_one(manager, name, import_plugin))
        except PluginFault as fault:
            if settings.strict_plugins:
                raise
            log.error("plugin left out", plugin=fault.plugin, reason=fault.reason)  # noqa: TRY400 -- the reason is enough
            faults.append(fault)
    return tuple(loaded), tuple(faults)

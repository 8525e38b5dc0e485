"""Find, import and check plugins. One that raises, hangs or answers nonsense is left out and named, never fatal.

With `strict_plugins` (development and tests) the first fault stops the start instead.
"""

import importlib
import importlib.util
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

import msgspec
import pluggy
import structlog
from packaging.specifiers import SpecifierSet
from piccolo.conf.apps import AppConfig

from core import contributions as c
from core import hookspecs
from core.misfits import misfit
from core.settings import Settings

T = TypeVar("T")
log = structlog.get_logger()

VERSION = "0.1.0"
# The first hook imports half of the framework: on a cold disk or a crowded machine that alone takes many seconds, and a
# desk without its plugin is worse than a start that waits for one that hangs.
IMPORT_SECONDS = 60.0
HOOK_SECONDS = 60.0

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


class WrongAnswer(TypeError):
    """A hook answered what it must not answer; the message names the hook."""


class Loaded(msgspec.Struct, frozen=True):
    """One healthy plugin: its name, importable package and all that its hooks answered."""

    name: str
    package: str
    info: c.PluginInfo
    answers: Mapping[str, Any]


def within(seconds: float, call: Callable[[], T]) -> T:
    """Run `call` in a thread of its own and give up waiting after `seconds`.

    Raises TimeoutError, or what it raised; RuntimeError in place of SystemExit, which is reported, not obeyed.
    """
    outcome: list[T] = []
    failure: list[BaseException] = []

    def run() -> None:
        try:
            outcome.append(call())
        except BaseException as error:  # noqa: BLE001 -- raised again below
            failure.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    if failure:
        error = failure[0]
        raise error if isinstance(error, Exception) else RuntimeError(f"{type(error).__name__}: {error}") from error
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
            answers[caller.name] = within(HOOK_SECONDS, partial(_checked, caller.name, implementation.function))
        except WrongAnswer:
            raise
        except Exception as error:
            raise TypeError(f"{caller.name}() failed: {type(error).__name__}: {error}") from error
    return answers


def _checked(hook: str, call: Callable[[], object]) -> object:
    """Call a hook and return its answer, lists as tuples. Raises WrongAnswer for a wrong type."""
    answer = call()
    if hook in SINGLES:
        kind = SINGLES[hook]
        if kind is not None and not isinstance(answer, kind):
            raise WrongAnswer(f"{hook}() answered {type(answer).__name__}, not {kind.__name__}")
        if isinstance(answer, c.PluginInfo) and (wrong := misfit(answer)):
            raise WrongAnswer(f"{hook}() answered a wrong type: {wrong}")
        return answer
    if not isinstance(answer, Sequence) or isinstance(answer, str | bytes):
        raise WrongAnswer(f"{hook}() answered {type(answer).__name__}, not a list")
    kind = LISTS[hook]
    for item in answer:
        if kind is not None and not isinstance(item, kind):
            raise WrongAnswer(f"{hook}() answered a list with {type(item).__name__} in it, not {kind.__name__}")
        if kind is not None and (wrong := misfit(item)):
            raise WrongAnswer(f"{hook}() answered a list with a wrong type in it: {wrong}")
    return tuple(answer)


def load_one(manager: pluggy.PluginManager, name: str, importer: Callable[[str], ModuleType]) -> Loaded:
    """Import, register and question one plugin. Raises PluginFault; then nothing of it stays registered."""
    try:
        module = within(IMPORT_SECONDS, lambda: importer(name))
    except Exception as error:
        raise PluginFault(name, f"cannot be imported: {type(error).__name__}: {error}") from error
    try:
        manager.register(module, name)
        _refuse_unknown_hooks(manager, module)
        answers = answers_of(manager, module)
        if "plugin_info" not in answers:
            raise TypeError("does not implement plugin_info()")
        info: c.PluginInfo = answers["plugin_info"]
        package = info.package or module.__name__.rpartition(".")[0]
        _check_info(info, package)
        return Loaded(name=name, package=package, info=info, answers=answers)
    except Exception as error:
        if manager.is_registered(module):
            manager.unregister(module)
        raise PluginFault(name, str(error)) from error


def _check_info(info: c.PluginInfo, package: str) -> None:
    """Raise when the plugin was made for another motcua, or its package (templates, texts) is not there."""
    if VERSION not in SpecifierSet(info.core):
        raise ValueError(f"was made for motcua {info.core}; this is {VERSION}")
    spec = importlib.util.find_spec(package) if package else None
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{package!r} is not a package; templates and texts are looked up beside the module")


def _check_settings(plugin: Loaded, settings: Settings) -> None:
    """Raise PluginFault when the plugin's table of the settings does not fit its Struct."""
    if plugin.info.settings is None:
        return
    try:
        msgspec.convert(settings.plugin.get(plugin.name, {}), plugin.info.settings)
    except msgspec.ValidationError as error:
        raise PluginFault(plugin.name, f"settings [plugin.{plugin.name}]: {error}") from error


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
            plugin = load_one(manager, name, import_plugin)
            _check_settings(plugin, settings)
            loaded.append(plugin)
        except PluginFault as fault:
            if settings.strict_plugins:
                raise
            log.error("plugin left out", plugin=fault.plugin, reason=fault.reason)  # noqa: TRY400 -- the reason is enough
            faults.append(fault)
    return tuple(loaded), tuple(faults)

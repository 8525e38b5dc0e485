"""Ways for a plugin to go wrong, as data: each is a function to be put where the platform calls plugins."""

import asyncio
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from core import contributions as c
from core.hookspecs import hookimpl
from core.plugins import Loaded, load_one, new_manager

INFO = """
from core.contributions import PluginInfo
from core.hookspecs import hookimpl

@hookimpl
def plugin_info():
    return PluginInfo(NAME, NAME, "1.0")
"""

# how a module can go wrong while it is imported: name -> (source, what the administrator is told)
AT_IMPORT = {
    "import_raises": ("raise LookupError('out of paper')", "LookupError: out of paper"),
    "import_exits": ("import sys; sys.exit('goodbye')", "SystemExit: goodbye"),
    "import_interrupts": ("raise KeyboardInterrupt", "KeyboardInterrupt"),
    "import_hangs": ("import time; time.sleep(60)", "no answer within"),
    "import_spins": ("import time\nend = time.monotonic() + 3\nwhile time.monotonic() < end: pass", "no answer within"),
    "import_breaks": ("def (:", "SyntaxError"),
    "import_lacks": ("import no_such_library", "No module named 'no_such_library'"),
    "no_info": ("x = 1", "plugin_info"),
    "no_module": ("", "is not a module"),
}


def _raises() -> Any:
    raise LookupError("no data")


def _interrupted() -> Any:
    raise KeyboardInterrupt


def _recursive() -> Any:
    return _recursive()


# how a hook can go wrong: name -> (function, part of the reason)
IN_HOOK: dict[str, tuple[Callable[[], Any], str]] = {
    "raises": (_raises, "LookupError: no data"),
    "exits": (lambda: sys.exit(3), "SystemExit"),
    "interrupts": (_interrupted, "KeyboardInterrupt"),
    "recurses": (_recursive, "RecursionError"),
    "answers a word": (lambda: "word", "answered str"),
    "answers nothing": (lambda: None, "answered NoneType"),
    "answers numbers": (lambda: [1, 2], "answered"),
}


async def raises(*_: Any) -> Any:
    raise LookupError("no data")


async def exits(*_: Any) -> Any:
    sys.exit(3)


async def cancels(*_: Any) -> Any:
    raise asyncio.CancelledError


async def hangs(*_: Any) -> Any:
    await asyncio.sleep(60)


def is_not_async(*_: Any) -> Any:
    return 5


async def answers_a_number(*_: Any) -> Any:
    return 5


async def answers_strange_things(*_: Any) -> Any:
    return [object(), None, 5]


# how something that the platform awaits can go wrong
AWAITED: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (raises, exits, cancels, hangs, is_not_async, answers_a_number, answers_strange_things)
}


def plugin(name: str = "evil", **hooks: Callable[..., Any]) -> Loaded:
    """Return a loaded plugin made of hook functions."""
    module = ModuleType(f"{name}.plugin")
    hooks.setdefault("plugin_info", lambda: c.PluginInfo(name, name.title(), "1.0", package="core.web"))
    for hook, function in hooks.items():
        setattr(module, hook, hookimpl(function))
    return load_one(new_manager(), name, lambda _: module)


def distribution(folder: Path, name: str, source: str) -> None:
    """Write an installed distribution with one plugin into a folder for `sys.path`."""
    package = folder / f"{name}_package"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("thing = 1\n")
    target = f"{name}_package:thing" if name == "no_module" else f"{name}_package.plugin"
    (package / "plugin.py").write_text(textwrap.dedent(source))
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[motcua.plugins]\n{name} = {target}\n")

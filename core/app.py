"""Build the application: settings -> registry -> Litestar. Nothing clever happens here."""

import gc
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from litestar import Litestar, Router
from litestar.config.app import AppConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import BaseRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins import PluginProtocol
from litestar.plugins.core import MsgspecDIPlugin
from litestar.types import ASGIApp

from core import db, migrate, registry
from core.clock import Clock, system_clock
from core.gathered import flush_all
from core.lifespans import open_lifespans
from core.log import write_out
from core.plugins import PARTS, VERSION, PluginFault
from core.settings import Settings, load_settings
from core.text.i18n import check_catalogue, load_catalogues
from core.watchdog import watchdog
from core.web.access import Requires, declared_access, logged_in, provide_act, provide_principal, undeclared
from core.web.errors import handle_error
from core.web.gate import gate, take_over_guards
from core.web.middleware import Frame
from core.web.static_files import favicon_route, static_route
from core.web.templates import assets_of

SHORTEST_SECRET = 32
SHIPPED = ("core", "plugins.")
MAX_BODY = 25 * 1024 * 1024


class _App(Litestar):
    """Litestar without its plugins for pydantic and attrs, which nobody here uses and which are slow to import."""

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


def create_app(settings: Settings, *, clock: Clock = system_clock, open_database: bool = True) -> Litestar:
    """Return the application. open_database: False when the caller (tests) keeps the pool itself.

    A plugin whose handlers declare no access, clash with others or cannot be built is left out and named. With strict
    plugins, and for the core's own parts, that raises PluginFault, RuntimeError or what Litestar raised.
    """
    installed = registry.build_registry(settings)
    try:
        return _build(installed, clock, open_database=open_database)
    except Exception:
        if settings.strict_plugins:
            raise
    return _build(_fitting(installed, clock), clock, open_database=open_database)


def _fitting(installed: registry.Registry, clock: Clock) -> registry.Registry:
    """Return the registry without the plugins with which no application can be built: found by trying one by one."""
    kept = registry.Registry(
        installed.settings, tuple(p for p in installed.plugins if p.name in PARTS), tuple(installed.faults)
    )
    for plugin in installed.plugins[len(kept.plugins) :]:
        trial = registry.Registry(kept.settings, (*kept.plugins, plugin), tuple(kept.faults))
        try:
            _build(trial, clock, open_database=False)
        except Exception as error:  # noqa: BLE001 -- whatever its routes, files or texts break is the plugin's fault
            kept.note_fault(PluginFault(plugin.name, f"cannot be built in: {type(error).__name__}: {error}"))
        else:
            kept = trial
    return kept


def _build(installed: registry.Registry, clock: Clock, *, open_database: bool) -> Litestar:
    registry.install(installed)
    packages = ["core", *(plugin.package for plugin in installed.plugins)]
    load_catalogues(packages, at_first_use=True)
    for package in packages:
        if not package.startswith(SHIPPED):  # ours were read by tests
            check_catalogue(package)
    assets = assets_of(installed)
    handlers = [static_route(assets), favicon_route(assets), *installed.all("route_handlers")]
    app = _App(
        route_handlers=handlers,
        dependencies={"act": Provide(provide_act), "principal": Provide(provide_principal)},
        exception_handlers={Exception: handle_error},
        lifespan=[lambda app: _lifespan(app, installed, open_database=open_database)],
        state=State({"clock": clock, "settings": installed.settings, "registry": installed}),
        request_max_body_size=MAX_BODY,
        openapi_config=_openapi(),
        debug=False,
        pdb_on_exception=False,
        logging_config=None,
        on_app_init=[_no_cors],
        before_request=gate,
    )
    refuse_undeclared(app, installed)
    take_over_guards(app)
    return app


def create_asgi(settings: Settings | None = None, *, clock: Clock = system_clock) -> ASGIApp:
    """Return what a server runs: the application inside its frame (languages, headers, log).

    Raises ValueError for a secret key that is too short: slips, forms and log-ins are signed with it.
    """
    chosen = settings or load_settings()
    if len(chosen.secret_key) < SHORTEST_SECRET:
        raise ValueError(f"secret_key must have at least {SHORTEST_SECRET} random characters; set MOTCUA_SECRET_KEY")
    return Frame(create_app(chosen, clock=clock), chosen.trusted_proxies)


def _openapi() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="motcua",
        version=VERSION,
        openapi_router=Router(path="/api/schema", route_handlers=[], guards=[logged_in]),
        render_plugins=[JsonRenderPlugin(path="/openapi.json")],
    )


def _no_cors(config: AppConfig) -> AppConfig:
    """Keep other origins out: no CORS configuration is the strictest one."""
    config.cors_config = None
    return config


@asynccontextmanager
async def _lifespan(app: Litestar, installed: registry.Registry, *, open_database: bool) -> AsyncIterator[None]:
    """Open the pool, refuse a database of another version, then open the plugins' own lifespans."""
    async with AsyncExitStack() as stack:
        stack.callback(write_out)
        if open_database:
            await stack.enter_async_context(watchdog())
            await db.open_pool(installed.settings.database_url)
            stack.push_async_callback(db.close_pool)
            stack.push_async_callback(flush_all)
            await migrate.refuse_other_version(installed)
        await stack.enter_async_context(open_lifespans(app, installed))
        if open_database:
            # what is there by now stays until the end: a quarter of a million objects that no collection has to visit
            gc.collect()
            gc.freeze()
        yield


def refuse_undeclared(app: Litestar, installed: registry.Registry) -> None:
    """Raise RuntimeError for handlers that anybody could call by oversight, or that ask for an unknown permission."""
    found = all_handlers(app)
    open_doors = undeclared(found)
    if open_doors:
        raise RuntimeError(f"no permission declared (use requires(...) or public): {', '.join(open_doors)}")
    for path, handler in found:
        access = declared_access(handler)
        if isinstance(access, Requires) and access.permission and access.permission not in installed.permissions:
            raise RuntimeError(f"{path} asks for the unknown permission {access.permission!r}")


def all_handlers(app: Litestar) -> list[tuple[str, BaseRouteHandler]]:
    """Return (whole path, handler) for every handler of the application but the automatic OPTIONS ones."""
    found: list[tuple[str, BaseRouteHandler]] = []
    for route in app.routes:
        handlers: list[Any] = getattr(route, "route_handlers", None) or [getattr(route, "route_handler", None)]
        asked_for = (h for h in handlers if h is not None and getattr(h, "http_methods", None) != {"OPTIONS"})
        found.extend((route.path, handler) for handler in asked_for)
    return found


__all__ = ["PluginFault", "create_app", "create_asgi"]

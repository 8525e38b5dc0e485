"""Routes below /netbox/api: one set of handlers for all object types."""

import platform
from typing import Any, Final

import msgspec
from litestar import Controller, delete, get, patch, post, put, route
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from litestar.params import FromPath
from litestar.response import Response

from core.acting import Act
from core.errors import Forbidden, Missing
from core.registry import current
from core.web.access import SAFE_METHODS, public, requires
from plugins.assets.netbox import reading, writing
from plugins.assets.netbox.answers import Web, answer, base_of, detail, handle, json_answer
from plugins.assets.netbox.bodies import body_of, query_of
from plugins.assets.netbox.changes import listed_changes, object_types, one_change
from plugins.assets.netbox.domain.types import APPS, BY_PATH, EMPTY
from plugins.assets.netbox.schema import VERSION, openapi
from plugins.assets.netbox.storing import message_of
from plugins.assets.netbox.units import EDIT, READ
from plugins.assets.netbox.verbs import (
    VERBS,
    change_one,
    gone,
    kind_at,
    list_free,
    list_objects,
    page_answer,
    stale,
    take_free,
)

_schema: list[str] = []
_METHODS: Final = (
    HttpMethod.GET,
    HttpMethod.OPTIONS,
    HttpMethod.POST,
    HttpMethod.PATCH,
    HttpMethod.PUT,
    HttpMethod.DELETE,
)


class NetBoxApi(Controller):
    """What clients of NetBox find here as there."""

    path = "/netbox/api"
    include_in_schema = False
    exception_handlers = {Exception: handle}  # noqa: RUF012 -- Litestar's own way to declare them

    @get("/", guards=[requires(READ)])
    async def root(self, request: Web) -> Response[str]:
        """Name the apps; clients read the version of the API from the header."""
        base = base_of(request)
        named = {app: f"{base}api/{app}/" for app in (*APPS, "extras", "plugins", "status")}
        return answer(dict(sorted(named.items())))

    @get("/status", guards=[requires(READ)])
    async def status(self) -> Response[str]:
        """Say which version this answers as; what it really is stands among the plugins."""
        return answer(
            {
                "django-version": "",
                "hostname": platform.node(),
                "installed_apps": {},
                "netbox-version": VERSION,
                "netbox-full-version": VERSION,
                "plugins": _plugins(),
                "python-version": platform.python_version(),
                "rq-workers-running": 1,
            }
        )

    @get("/schema", guards=[requires(READ)])
    async def schema(self) -> Response[str]:
        """Describe the API as OpenAPI 3.0."""
        if not _schema:
            _schema.append(msgspec.json.encode(openapi()).decode())
        return json_answer(_schema[0])

    @get("/plugins", guards=[requires(READ)])
    async def plugins(self, request: Web) -> Response[str]:
        """Name what stands below."""
        return answer({"installed-plugins": f"{base_of(request)}api/plugins/installed-plugins/"})

    @get("/plugins/installed-plugins", guards=[requires(READ)])
    async def installed(self) -> Response[str]:
        """List the plugins of the platform."""
        return answer([{"name": name, "package": name, "version": version} for name, version in _plugins().items()])

    @post("/users/tokens/provision", guards=[public], status_code=403)
    async def provision(self) -> Response[str]:
        """Refuse: a log-in here needs a second factor, which this call of NetBox's does not have."""
        return detail("Tokens are made on the account page of motcua, or by: motcua token create --user USER.", 403)

    @get("/core/object-changes", guards=[requires(READ)])
    async def changes(self, request: Web, act: NamedDependency[Act]) -> Response[str]:
        """List changes, the newest first."""
        base = base_of(request)
        page = await listed_changes(query_of(request), act.who, base, f"{base}api/core/object-changes/")
        return page_answer(page, request)

    @get("/core/object-changes/{number:int}", guards=[requires(READ)])
    async def change(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[str]:
        """Return one change."""
        found = await one_change(number, act.who, base_of(request))
        if found is None:
            raise Missing
        return json_answer(found)

    @get(["/core/object-types", "/extras/object-types", "/extras/content-types"], guards=[requires(READ)])
    async def content_types(self, request: Web) -> Response[str]:
        """List the object types."""
        found = object_types(base_of(request))
        return answer({"count": len(found), "next": None, "previous": None, "results": found})

    @get("/{app:str}", guards=[requires(READ)])
    async def app_root(self, request: Web, app: FromPath[str]) -> Response[str]:
        """Name the lists of an app."""
        paths = sorted(path for named, path in (*BY_PATH, *EMPTY) if named == app)
        if not paths and app not in APPS:
            raise Missing
        return answer({path: f"{base_of(request)}api/{app}/{path}/" for path in paths})

    @route("/{app:str}/{path:str}", http_method=list(_METHODS), guards=[requires(READ)], status_code=200)
    async def many(
        self, request: Web, act: NamedDependency[Act], app: FromPath[str], path: FromPath[str]
    ) -> Response[Any]:
        """List objects, make, change or delete one or many of them, or say which fields they have.

        One handler for all methods: beside several, Litestar keeps its own for OPTIONS.
        """
        if request.method == "GET":
            return await list_objects(request, act, app, path)
        if request.method not in SAFE_METHODS and not act.who.may(EDIT):
            raise Forbidden
        done: Response[Any] = await VERBS[request.method](request, act, kind_at(app, path))
        return done

    @get("/{app:str}/{path:str}/{number:int}", guards=[requires(READ)])
    async def one(
        self, request: Web, act: NamedDependency[Act], app: FromPath[str], path: FromPath[str], number: FromPath[int]
    ) -> Response[str]:
        """Return one object."""
        found = await reading.one(kind_at(app, path), number, query_of(request), act.who, base_of(request))
        if found is None:
            raise Missing
        return json_answer(found[0], headers={"etag": found[1]})

    @patch("/{app:str}/{path:str}/{number:int}", guards=[requires(EDIT)])
    async def change_one(
        self, request: Web, act: NamedDependency[Act], app: FromPath[str], path: FromPath[str], number: FromPath[int]
    ) -> Response[str]:
        """Change one object."""
        return await change_one(request, act, kind_at(app, path), number, whole=False)

    @put("/{app:str}/{path:str}/{number:int}", guards=[requires(EDIT)])
    async def replace_one(
        self, request: Web, act: NamedDependency[Act], app: FromPath[str], path: FromPath[str], number: FromPath[int]
    ) -> Response[str]:
        """Replace one object."""
        return await change_one(request, act, kind_at(app, path), number, whole=True)

    @delete("/{app:str}/{path:str}/{number:int}", guards=[requires(EDIT)], status_code=200)
    async def delete_one(
        self, request: Web, act: NamedDependency[Act], app: FromPath[str], path: FromPath[str], number: FromPath[int]
    ) -> Response[Any]:
        """Delete one object."""
        kind = kind_at(app, path)
        refusal = await stale(request, act, kind, number)
        if refusal is not None:
            return refusal
        sent = await body_of(request) if await request.body() else {}
        await writing.delete(kind, [number], act, message_of([sent] if isinstance(sent, dict) else []))
        return gone()

    @get("/{app:str}/{path:str}/{number:int}/{more:str}", guards=[requires(READ)])
    async def free(
        self,
        request: Web,
        act: NamedDependency[Act],
        app: FromPath[str],
        path: FromPath[str],
        number: FromPath[int],
        more: FromPath[str],
    ) -> Response[str]:
        """List free addresses of a prefix."""
        _only_addresses(app, path, more)
        return await list_free(request, act, number)

    @post("/{app:str}/{path:str}/{number:int}/{more:str}", guards=[requires(EDIT)], status_code=201)
    async def allot(
        self,
        request: Web,
        act: NamedDependency[Act],
        app: FromPath[str],
        path: FromPath[str],
        number: FromPath[int],
        more: FromPath[str],
    ) -> Response[str]:
        """Take the next free addresses of a prefix: one, or one for each object of a list."""
        _only_addresses(app, path, more)
        return await take_free(request, act, number)


def _only_addresses(app: str, path: str, more: str) -> None:
    if (app, path, more) != ("ipam", "prefixes", "available-ips"):
        raise Missing


def _plugins() -> dict[str, str]:
    return {"motcua": "0.1.0", **{plugin.name: plugin.info.version for plugin in current().plugins}}

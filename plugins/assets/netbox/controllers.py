"""Routes below /netbox/api: one set of handlers for all object types."""

import platform
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final

import msgspec
from litestar import Controller, delete, get, patch, post, put, route
from litestar.di import NamedDependency
from litestar.enums import HttpMethod
from litestar.params import FromPath
from litestar.response import Redirect, Response

from core.acting import Act
from core.errors import Forbidden, Missing
from core.registry import current
from core.web.access import SAFE_METHODS, public, requires
from plugins.assets.netbox import reading, writing
from plugins.assets.netbox.answers import Web, answer, base_of, detail, handle, json_answer, unfit
from plugins.assets.netbox.bodies import body_of, by_id, not_objects, objects_of, query_of
from plugins.assets.netbox.changes import listed_changes, object_types, one_change
from plugins.assets.netbox.domain.describe import ObjectType
from plugins.assets.netbox.domain.types import APPS, BY_PATH, EMPTY
from plugins.assets.netbox.schema import API_VERSION, VERSION, openapi, options
from plugins.assets.netbox.storing import NotThere, Unfit, message_of
from plugins.assets.netbox.units import EDIT, READ

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
        return _listed(page, request)

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
            return await _list(request, act, app, path)
        if request.method not in SAFE_METHODS and not act.who.may(EDIT):
            raise Forbidden
        done: Response[Any] = await _MANY[request.method](request, act, _kind(app, path))
        return done

    @get("/{app:str}/{path:str}/{number:int}", guards=[requires(READ)])
    async def one(
        self, request: Web, act: NamedDependency[Act], app: FromPath[str], path: FromPath[str], number: FromPath[int]
    ) -> Response[str]:
        """Return one object."""
        found = await reading.one(_kind(app, path), number, query_of(request), act.who, base_of(request))
        if found is None:
            raise Missing
        return json_answer(found[0], headers={"etag": found[1]})

    @patch("/{app:str}/{path:str}/{number:int}", guards=[requires(EDIT)])
    async def change_one(
        self, request: Web, act: NamedDependency[Act], app: FromPath[str], path: FromPath[str], number: FromPath[int]
    ) -> Response[str]:
        """Change one object."""
        return await _change_one(request, act, _kind(app, path), number, whole=False)

    @put("/{app:str}/{path:str}/{number:int}", guards=[requires(EDIT)])
    async def replace_one(
        self, request: Web, act: NamedDependency[Act], app: FromPath[str], path: FromPath[str], number: FromPath[int]
    ) -> Response[str]:
        """Replace one object."""
        return await _change_one(request, act, _kind(app, path), number, whole=True)

    @delete("/{app:str}/{path:str}/{number:int}", guards=[requires(EDIT)], status_code=200)
    async def delete_one(
        self, request: Web, act: NamedDependency[Act], app: FromPath[str], path: FromPath[str], number: FromPath[int]
    ) -> Response[Any]:
        """Delete one object."""
        kind = _kind(app, path)
        stale = await _stale(request, act, kind, number)
        if stale is not None:
            return stale
        sent = await body_of(request) if await request.body() else {}
        await writing.delete(kind, [number], act, message_of([sent] if isinstance(sent, dict) else []))
        return _gone()


def _plugins() -> dict[str, str]:
    return {"motcua": "0.1.0", **{plugin.name: plugin.info.version for plugin in current().plugins}}


def _kind(app: str, path: str) -> ObjectType:
    kind = BY_PATH.get((app, path))
    if kind is None:
        raise Missing
    return kind


def _listed(page: reading.Listed, request: Web) -> Response[str]:
    """Return a page; filters that nobody knows are named, and refused where the client asks for it."""
    if not page.unknown:
        return json_answer(page.json)
    names = ", ".join(sorted(page.unknown))
    if request.headers.get("x-strict-filters", "").lower() in {"1", "true"}:
        return answer({name: ["Unknown filter field."] for name in page.unknown}, 400)
    safe = "".join(c for c in names if c.isascii() and c.isprintable() and c not in '"\\')[:200]
    return json_answer(page.json, headers={"warning": f'299 motcua "unknown filters ignored: {safe}"'})


async def _list(request: Web, act: Act, app: str, path: str) -> Response[Any]:
    if not request.scope.get("raw_path", b"").split(b"?")[0].endswith(b"/"):
        query = request.scope["query_string"].decode("latin-1")
        where = f"{base_of(request)}api/{app}/{path}/"
        return Redirect(f"{where}?{query}" if query else where, status_code=301)
    if (app, path) in EMPTY:
        return answer({"count": 0, "next": None, "previous": None, "results": []})
    kind, base = _kind(app, path), base_of(request)
    page = await reading.listed(kind, query_of(request), act.who, base, f"{base}api/{app}/{path}/")
    return _listed(page, request)


async def _describe(_request: Web, _act: Act, kind: ObjectType) -> Response[Any]:
    return answer(options(kind))


async def _create(request: Web, act: Act, kind: ObjectType) -> Response[Any]:
    """Make one object, or many from a list: all of them or none."""
    sent = await body_of(request)
    bodies = objects_of(sent)
    if bodies is None:
        return not_objects(sent)
    try:
        ids = await writing.create(kind, bodies, act)
    except Unfit as error:
        return unfit(error, single=isinstance(sent, dict), verb="created", total=len(bodies))
    texts = await writing.objects(kind, ids, base_of(request))
    return json_answer(texts[0] if isinstance(sent, dict) else f"[{','.join(texts)}]", 201)


async def _delete(request: Web, act: Act, kind: ObjectType) -> Response[Any]:
    bodies = by_id(await body_of(request))
    if bodies is None:
        return answer(["Each object must have an id."], 400)
    try:
        await writing.delete(kind, list(bodies), act, message_of(list(bodies.values())))
    except NotThere as error:
        return answer({"id": [f"Objects not found: {error.ids}"]}, 400)
    return _gone()


async def _change_many(request: Web, act: Act, kind: ObjectType, *, whole: bool = False) -> Response[Any]:
    bodies = by_id(await body_of(request))
    if bodies is None:
        return answer(["Each object must have an id."], 400)
    try:
        ids = await writing.update(kind, bodies, act, whole=whole)
    except Unfit as error:
        return unfit(error, single=False, verb="updated", total=len(bodies))
    except NotThere as error:
        return answer({"id": [f"Objects not found: {error.ids}"]}, 400)
    return json_answer(f"[{','.join(await writing.objects(kind, ids, base_of(request)))}]")


async def _change_one(request: Web, act: Act, kind: ObjectType, number: int, *, whole: bool) -> Response[str]:
    sent = await body_of(request)
    if not isinstance(sent, dict):
        return not_objects(sent)
    stale = await _stale(request, act, kind, number)
    if stale is not None:
        return stale
    try:
        await writing.update(kind, {number: sent}, act, whole=whole)
    except Unfit as error:
        return unfit(error, single=True, verb="updated", total=1)
    found = await reading.one(kind, number, {}, act.who, base_of(request))
    if found is None:
        raise Missing
    return json_answer(found[0], headers={"etag": found[1]})


async def _stale(request: Web, act: Act, kind: ObjectType, number: int) -> Response[str] | None:
    """Return the refusal when the client names a version that is not the present one."""
    wanted = request.headers.get("if-match", "")
    if not wanted or wanted == "*":
        return None
    found = await reading.one(kind, number, {"fields": ["id"]}, act.who, base_of(request))
    return None if found is None or found[1] == wanted else detail("Precondition failed.", 412)


def _gone() -> Response[None]:
    return Response(None, status_code=204, headers={"api-version": API_VERSION})


_MANY: Final[Mapping[str, Callable[[Web, Act, ObjectType], Awaitable[Response[Any]]]]] = {
    "OPTIONS": _describe,
    "POST": _create,
    "PATCH": _change_many,
    "PUT": partial(_change_many, whole=True),
    "DELETE": _delete,
}

"""What each method does to objects of any type, and how it is answered."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final

from litestar.response import Redirect, Response

from core.acting import Act
from core.errors import Missing
from plugins.assets.netbox import reading, writing
from plugins.assets.netbox.allotting import Exhausted, allot, free_in
from plugins.assets.netbox.answers import Web, answer, base_of, detail, json_answer, unfit
from plugins.assets.netbox.bodies import body_of, by_id, not_objects, objects_of, query_of
from plugins.assets.netbox.domain.describe import ObjectType
from plugins.assets.netbox.domain.types import BY_PATH, EMPTY
from plugins.assets.netbox.schema import API_VERSION, options
from plugins.assets.netbox.storing import NotThere, Unfit, message_of


def kind_at(app: str, path: str) -> ObjectType:
    """Return the object type at a path. Raises Missing."""
    kind = BY_PATH.get((app, path))
    if kind is None:
        raise Missing
    return kind


def page_answer(page: reading.Listed, request: Web) -> Response[str]:
    """Return a page; filters that nobody knows are named, and refused where the client asks for it."""
    if not page.unknown:
        return json_answer(page.json)
    names = ", ".join(sorted(page.unknown))
    if request.headers.get("x-strict-filters", "").lower() in {"1", "true"}:
        return answer({name: ["Unknown filter field."] for name in page.unknown}, 400)
    safe = "".join(c for c in names if c.isascii() and c.isprintable() and c not in '"\\')[:200]
    return json_answer(page.json, headers={"warning": f'299 motcua "unknown filters ignored: {safe}"'})


async def list_free(request: Web, act: Act, number: int) -> Response[str]:
    """List free addresses of a prefix."""
    limit, _ = reading.paging(query_of(request))
    found = await free_in(number, limit, act)
    return answer([{"family": found.family, "address": address, "vrf": None} for address in found.addresses])


async def take_free(request: Web, act: Act, number: int) -> Response[str]:
    """Take the next free addresses of a prefix: one, or one for each object of a list."""
    sent = await body_of(request) if await request.body() else {}
    bodies = objects_of(sent)
    if bodies is None:
        return not_objects(sent)
    try:
        ids = await allot(number, bodies, act)
    except Unfit as error:
        return unfit(error, single=isinstance(sent, dict), verb="created", total=len(bodies))
    except Exhausted:
        return detail("An insufficient number of IP addresses are available within the prefix.", 409)
    texts = await writing.objects(BY_PATH["ipam", "ip-addresses"], ids, base_of(request))
    return json_answer(texts[0] if isinstance(sent, dict) else f"[{','.join(texts)}]", 201)


async def list_objects(request: Web, act: Act, app: str, path: str) -> Response[Any]:
    """List objects; without the slash at the end a client is sent to the address with it."""
    if not request.scope.get("raw_path", b"").split(b"?")[0].endswith(b"/"):
        query = request.scope["query_string"].decode("latin-1")
        where = f"{base_of(request)}api/{app}/{path}/"
        return Redirect(f"{where}?{query}" if query else where, status_code=301)
    if (app, path) in EMPTY:
        return answer({"count": 0, "next": None, "previous": None, "results": []})
    kind, base = kind_at(app, path), base_of(request)
    page = await reading.listed(kind, query_of(request), act.who, base, f"{base}api/{app}/{path}/")
    return page_answer(page, request)


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
    return gone()


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


async def change_one(request: Web, act: Act, kind: ObjectType, number: int, *, whole: bool) -> Response[str]:
    """Change one object, or replace it."""
    sent = await body_of(request)
    if not isinstance(sent, dict):
        return not_objects(sent)
    refusal = await stale(request, act, kind, number)
    if refusal is not None:
        return refusal
    try:
        await writing.update(kind, {number: sent}, act, whole=whole)
    except Unfit as error:
        return unfit(error, single=True, verb="updated", total=1)
    found = await reading.one(kind, number, {}, act.who, base_of(request))
    if found is None:
        raise Missing
    return json_answer(found[0], headers={"etag": found[1]})


async def stale(request: Web, act: Act, kind: ObjectType, number: int) -> Response[str] | None:
    """Return the refusal when the client names a version that is not the present one."""
    wanted = request.headers.get("if-match", "")
    if not wanted or wanted == "*":
        return None
    found = await reading.one(kind, number, {"fields": ["id"]}, act.who, base_of(request))
    return None if found is None or found[1] == wanted else detail("Precondition failed.", 412)


def gone() -> Response[None]:
    """Return the answer of what is deleted."""
    return Response(None, status_code=204, headers={"api-version": API_VERSION})


VERBS: Final[Mapping[str, Callable[[Web, Act, ObjectType], Awaitable[Response[Any]]]]] = {
    "OPTIONS": _describe,
    "POST": _create,
    "PATCH": _change_many,
    "PUT": partial(_change_many, whole=True),
    "DELETE": _delete,
}

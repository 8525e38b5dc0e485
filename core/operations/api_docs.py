"""A page of the API for people, drawn from the OpenAPI description; no script and no other origin is needed."""

from typing import Any

import msgspec
from litestar import Controller, Request, Response, get

from core.web.access import requires
from core.web.pages import page

METHODS = ("get", "post", "put", "patch", "delete")


class Operation(msgspec.Struct, frozen=True):
    """One operation: method, path, what it does, its parameters (name, place, required, type) and answers."""

    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[tuple[str, str, bool, str], ...]
    body: str
    answers: tuple[tuple[str, str], ...]


class ApiDocs(Controller):
    """The API's own documentation."""

    path = "/api/docs"
    guards = [requires("api.docs")]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def docs(self, request: Request[Any, Any, Any]) -> Response[str]:
        """List every operation of the API, grouped by its first path segment."""
        schema = request.app.openapi_schema.to_schema()
        groups: dict[str, list[Operation]] = {}
        for path, item in sorted(schema.get("paths", {}).items()):
            if path.startswith("/api/"):
                group = path.split("/")[2]
                groups.setdefault(group, []).extend(operations(path, item))
        return page("operations/api_docs.html", request, groups=groups)


def operations(path: str, item: dict[str, Any]) -> list[Operation]:
    """Return the operations of one path of an OpenAPI document."""
    return [
        Operation(
            method=method.upper(),
            path=path,
            summary=item[method].get("summary", ""),
            description=item[method].get("description", ""),
            parameters=tuple(
                (p["name"], p["in"], bool(p.get("required")), type_name(p.get("schema", {})))
                for p in item[method].get("parameters", ())
            ),
            body=_body(item[method]),
            answers=tuple((code, a.get("description", "")) for code, a in item[method].get("responses", {}).items()),
        )
        for method in METHODS
        if method in item
    ]


def type_name(schema: dict[str, Any]) -> str:
    """Return a schema's type in a word: a named schema's name, "array of X", alternatives with "|"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "oneOf" in schema:
        return " | ".join(type_name(option) for option in schema["oneOf"])
    if schema.get("type") == "array":
        return f"array of {type_name(schema.get('items', {}))}"
    kind = schema.get("type", "any")
    return " | ".join(kind) if isinstance(kind, list) else str(kind)


def _body(operation: dict[str, Any]) -> str:
    content = operation.get("requestBody", {}).get("content", {})
    return ", ".join(f"{kind}: {type_name(value.get('schema', {}))}" for kind, value in content.items())

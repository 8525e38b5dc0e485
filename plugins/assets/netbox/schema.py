"""The OpenAPI description of the API, as small as its clients need it: paths, parameters, fields."""

from functools import cache
from typing import Any, Final

from plugins.assets.netbox.domain.choices import CHOICES
from plugins.assets.netbox.domain.describe import Field, ObjectType
from plugins.assets.netbox.domain.types import EMPTY, TYPES

VERSION: Final = "4.7.3"
API_VERSION: Final = "4.7"
_PAGING: Final = ("limit", "offset", "start", "ordering", "q", "brief", "fields", "omit", "exclude")
_TEXT: Final = ("n", "ic", "nic", "isw", "nisw", "iew", "niew", "ie", "nie", "empty", "regex", "iregex")
_NUMBER: Final = ("n", "lt", "lte", "gt", "gte", "empty")
_TYPES: Final = {"number": "integer", "rel": "integer", "decimal": "number", "flag": "boolean", "ids": "array"}


@cache
def openapi() -> dict[str, Any]:
    """Return the whole description."""
    paths: dict[str, Any] = {}
    for kind in TYPES:
        paths |= _paths(kind)
    for app, path in EMPTY:
        paths[f"/api/{app}/{path}/"] = {"get": _operation(app, path, "list", _PAGING)}
    return {
        "openapi": "3.0.3",
        "info": {"title": "NetBox REST API", "version": f"{VERSION} ({API_VERSION})"},
        "paths": paths,
        "components": {
            "securitySchemes": {"tokenAuth": {"type": "apiKey", "in": "header", "name": "Authorization"}},
            "schemas": {_schema_name(kind): _schema(kind) for kind in TYPES},
        },
        "security": [{"tokenAuth": []}],
    }


def filter_names(kind: ObjectType) -> list[str]:
    """Return the names of all filters of a type."""
    names = ["id", *(f"id__{one}" for one in _NUMBER), "tag", "tag__n", "tag_id", *kind.extra_filters]
    for moment in ("created", "last_updated"):
        names += [moment, *(f"{moment}__{one}" for one in _NUMBER)]
    for field in kind.fields:
        names += _names_of(field)
    return names


def _names_of(field: Field) -> list[str]:
    match field.kind:
        case "rel":
            return [field.name, f"{field.name}__n", f"{field.name}_id", f"{field.name}_id__n"]
        case "text" | "choice":
            return [field.name, *(f"{field.name}__{one}" for one in _TEXT)]
        case "number" | "decimal" | "date":
            return [field.name, *(f"{field.name}__{one}" for one in _NUMBER)]
        case "flag":
            return [field.name]
        case _:
            return []


def _operation(app: str, path: str, verb: str, parameters: Any = (), body: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": f"{app}_{path}_{verb}".replace("-", "_"),
        "tags": [app],
        "parameters": [{"in": "query", "name": name, "schema": {"type": "string"}} for name in parameters],
        "responses": {"200": {"description": ""}},
    }
    if body:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{body}"}}}
        made["requestBody"] = {"content": content}
    return made


def _paths(kind: ObjectType) -> dict[str, Any]:
    name = _schema_name(kind)
    number = [{"in": "path", "name": "id", "required": True, "schema": {"type": "integer"}}]
    many = {
        "get": _operation(kind.app, kind.path, "list", [*_PAGING, *filter_names(kind)]),
        "post": _operation(kind.app, kind.path, "create", body=name),
        "put": _operation(kind.app, kind.path, "bulk_update", body=name),
        "patch": _operation(kind.app, kind.path, "bulk_partial_update", body=name),
        "delete": _operation(kind.app, kind.path, "bulk_destroy"),
    }
    single = {
        "get": _operation(kind.app, kind.path, "retrieve"),
        "put": _operation(kind.app, kind.path, "update", body=name),
        "patch": _operation(kind.app, kind.path, "partial_update", body=name),
        "delete": _operation(kind.app, kind.path, "destroy"),
    }
    address = f"/api/{kind.app}/{kind.path}/"
    return {address: many, f"{address}{{id}}/": {"parameters": number, **single}}


def _schema_name(kind: ObjectType) -> str:
    return kind.label.title().replace(" ", "")


def _schema(kind: ObjectType) -> dict[str, Any]:
    required = [field.name for field in kind.fields if field.required]
    made: dict[str, Any] = {"type": "object", "properties": {field.name: _property(field) for field in kind.fields}}
    return made | ({"required": required} if required else {})


def _property(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"type": _TYPES.get(field.kind, "string"), "nullable": field.null}
    if field.kind == "choice":
        made["enum"] = list(CHOICES[field.choices])
    if field.kind in {"ids", "object_types"}:
        made |= {"type": "array", "items": {"type": "integer" if field.kind == "ids" else "string"}}
    return made


def options(kind: ObjectType) -> dict[str, Any]:
    """Return what OPTIONS answers on a list: the fields that can be written, with their choices."""
    return {
        "name": f"{kind.label.title()} List",
        "description": "",
        "renders": ["application/json"],
        "parses": ["application/json"],
        "actions": {"POST": {field.name: _described(field) for field in kind.fields} | _TAGS_AND_FIELDS},
    }


_TAGS_AND_FIELDS: Final = {
    "tags": {"type": "list", "required": False, "read_only": False, "label": "Tags"},
    "custom_fields": {"type": "field", "required": False, "read_only": False, "label": "Custom fields"},
}


def _described(field: Field) -> dict[str, Any]:
    kinds = {"rel": "field", "number": "integer", "decimal": "float", "flag": "boolean", "choice": "choice"}
    made: dict[str, Any] = {
        "type": kinds.get(field.kind, "string"),
        "required": field.required,
        "read_only": False,
        "label": field.name.replace("_", " ").capitalize(),
    }
    if field.kind == "text":
        made["max_length"] = field.longest
    if field.kind == "choice":
        made["choices"] = [{"value": key, "display_name": label} for key, label in CHOICES[field.choices].items()]
    return made

"""The API's own description: complete, buildable, and what the documentation page is drawn from."""

import re
from typing import Any

import pytest
from litestar import Litestar


@pytest.fixture(scope="module")
def schema(app: Litestar) -> dict[str, Any]:
    return dict(app.openapi_schema.to_schema())


def test_every_api_route_is_described(app: Litestar, schema: dict[str, Any]) -> None:
    described = {path.rstrip("/") for path in schema["paths"]}
    from core.app import all_handlers

    for path, handler in all_handlers(app):
        if path.startswith("/api/") and handler.resolve_include_in_schema():
            assert re.sub(r"\{(\w+):\w+\}", r"{\1}", path).rstrip("/") in described, path


def test_only_the_api_is_described(schema: dict[str, Any]) -> None:
    assert [path for path in schema["paths"] if not path.startswith(("/api/", "/netbox/api/"))] == []


def test_every_operation_says_what_it_answers(schema: dict[str, Any]) -> None:
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            if method in {"get", "post", "put", "patch", "delete"}:
                assert operation["responses"], f"{method} {path}"
                assert operation.get("description") or operation.get("summary"), f"{method} {path}"

"""Every operation of the one-stop API, asked with everything its own description allows and much that it does not:
never a 5xx, never a status that the description does not name, always the body that it promises."""

import json
import random
from typing import Any

import httpx
import jsonschema
import pytest
from litestar import Litestar

from core.accounts.testing import log_in, staff
from core.registry import Registry
from tests.onestop.conftest import Desk

pytestmark = pytest.mark.anyio
METHODS = ("get", "post", "put", "delete")
ODD_TEXTS = ["", "a", "000.00.15.H39-171122-0001", "ầ" * 30, "'; DROP TABLE x --", "%00", "..%2f..", "{}", "1", "-1"]
ODD_NUMBERS: list[Any] = [0, 1, -1, 2**31, 2**63, 1e400, 0.5, "x", ""]


@pytest.fixture(scope="module")
def schema(app: Litestar) -> dict[str, Any]:
    return dict(app.openapi_schema.to_schema())


def operations(schema: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (method, path, item[method])
        for path, item in sorted(schema["paths"].items())
        if path.startswith("/api/onestop")
        for method in METHODS
        if method in item
    ]


class Asker:
    """Makes requests out of a description; the same ones in each run."""

    def __init__(self, schema: dict[str, Any], seed: int) -> None:
        self.schema, self.chance = schema, random.Random(seed)

    def resolved(self, part: dict[str, Any]) -> dict[str, Any]:
        while "$ref" in part:
            found: Any = self.schema
            for name in part["$ref"].removeprefix("#/").split("/"):
                found = found[name]
            part = found
        return part

    def value(self, part: dict[str, Any], depth: int = 0) -> Any:
        """Return a value of a schema, or now and then an odd one."""
        part, chance = self.resolved(part), self.chance
        if chance.random() < 0.12:
            return chance.choice([None, [], {}, *ODD_TEXTS, *ODD_NUMBERS[:5]])
        if "enum" in part or (part.get("examples") and chance.random() < 0.5):
            return chance.choice(part.get("enum") or part["examples"])
        options = part.get("oneOf") or part.get("anyOf") or part.get("allOf")
        if options:
            return self.value(chance.choice(options), depth)
        kind = part.get("type")
        return self.plain(str(chance.choice(kind) if isinstance(kind, list) else kind), part, depth)

    def plain(self, kind: str, part: dict[str, Any], depth: int) -> Any:
        """Return a value of one plain type."""
        chance = self.chance
        if kind == "object":
            required = set(part.get("required", ()))
            return {
                name: self.value(inner, depth + 1)
                for name, inner in part.get("properties", {}).items()
                if name in required or chance.random() < 0.4
            }
        if kind == "array":
            count = 0 if depth > 3 else chance.randint(0, 3)
            return [self.value(part.get("items", {}), depth + 1) for _ in range(count)]
        if kind == "integer":
            return chance.randint(int(part.get("minimum", 0)), min(int(part.get("maximum", 50)), 50))
        return {"boolean": True, "null": None}.get(kind, chance.choice(ODD_TEXTS))

    def request(
        self, method: str, path: str, operation: dict[str, Any], codes: list[str], *, odd_paths: bool = True
    ) -> dict[str, Any]:
        """Return the arguments of a request."""
        query, headers = {}, {}
        for parameter in operation.get("parameters", ()):
            given, name = str(self.value(parameter["schema"])), parameter["name"]
            if parameter["in"] == "path":
                known = codes if name == "code" else ["1", "2", "1000000000"]
                odd = ["x", "1", "9" * 30, "%C3%A1", "..%2F"]
                chosen = odd if odd_paths and self.chance.random() < 0.2 else known
                path = path.replace(f"{{{name}}}", self.chance.choice(chosen))
            elif parameter["in"] == "query" and self.chance.random() < 0.5:
                query[name] = given
            elif parameter["in"] == "header" and self.chance.random() < 0.4 and given.isascii() and given.isprintable():
                headers[name] = given
        asked: dict[str, Any] = {"method": method.upper(), "url": path, "params": query, "headers": headers}
        content = operation.get("requestBody", {}).get("content", {})
        if "multipart/form-data" in content:
            asked["files"] = {"data": ("a.txt", self.chance.choice([b"xin chao", b"", b"\x00" * 50]), "text/plain")}
        elif content:
            text: str | bytes = json.dumps(self.value(content["application/json"]["schema"]))
            broken = ["", "{", "[" * 2000, b'"\xed\xa0\x80"', b"\xff\xfe"]
            asked["content"] = self.chance.choice([text] * 12 + broken)
            headers["content-type"] = self.chance.choice(["application/json"] * 8 + ["text/plain", "application/xml"])
        return asked


async def ask(client: httpx.AsyncClient, asker: Asker, operation: dict[str, Any], asked: dict[str, Any]) -> int:
    """Send one request and hold the answer against the description."""
    answer = await client.request(**asked)
    where = f"{asked['method']} {asked['url']} {asked.get('params')} {asked.get('content')!r}: {answer.text[:300]}"
    assert answer.status_code < 500, where
    described = operation["responses"]
    # an odd path may lead to no operation at all
    if answer.status_code in {404, 405} and "%2F" in str(asked["url"]):
        return answer.status_code
    assert str(answer.status_code) in described, f"{answer.status_code} is not described: {where}"
    content = asker.resolved(described[str(answer.status_code)]).get("content", {})
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if content and answer.content and kind.endswith("json"):
        assert kind in content, f"{kind} is not described: {where}"
        resolver = {**content[kind]["schema"], "components": asker.schema["components"]}
        jsonschema.Draft202012Validator(resolver).validate(answer.json())
    return answer.status_code


@pytest.mark.parametrize("seed", range(3))
async def test_no_request_breaks_the_api(
    client: httpx.AsyncClient, desk: Desk, schema: dict[str, Any], seed: int
) -> None:
    everybody = [
        await log_in(client, who, desk.clock.now())
        for who in (desk.clerk, desk.specialist, desk.leader, await staff("admin", "duc-hoa", desk.clock.now()))
    ]
    codes = [(await desk.take()).code for _ in range(3)]
    asker = Asker(schema, seed)
    seen: dict[int, int] = {}
    for method, path, operation in operations(schema):
        for _try in range(20):
            asked = asker.request(method, path, operation, codes)
            status = await ask(asker.chance.choice(everybody), asker, operation, asked)
            seen[status] = seen.get(status, 0) + 1
    assert {200, 404, 422} <= set(seen), seen


async def test_nobody_and_strangers_get_what_is_described(
    client: httpx.AsyncClient, desk: Desk, schema: dict[str, Any]
) -> None:
    code = (await desk.take()).code
    stranger = await log_in(client, desk.stranger, desk.clock.now())
    asker = Asker(schema, 7)
    for method, path, operation in operations(schema):
        asked = asker.request(method, path, operation, [code], odd_paths=False)
        assert await ask(client, asker, operation, asked) == 401
        assert "401" in operation["responses"]
        if "{code}" in path and "dossiers" in path and method == "get":
            wanted = {"method": "GET", "url": path.replace("{code}", code).replace("{file_id}", "1")}
            assert await ask(stranger, asker, operation, wanted) == 404


async def test_too_many_calls_are_told_when_to_come_back(
    client: httpx.AsyncClient, desk: Desk, registry: Registry
) -> None:
    before = dict(registry.settings.plugin)
    registry.settings.plugin["onestop"] = {"api_per_minute": 3}
    try:
        somebody = await staff("clerk", "hoa-khanh-nam", desk.clock.now())
        clerk = await log_in(client, somebody, desk.clock.now())
        codes = [(await clerk.get("/api/onestop/dossiers")).status_code for _ in range(5)]
        assert codes == [200, 200, 200, 429, 429]
        assert int((await clerk.get("/api/onestop/dossiers")).headers["retry-after"]) <= 60
    finally:
        registry.settings.plugin.clear()
        registry.settings.plugin.update(before)


async def test_every_operation_names_its_errors_with_problem_details(schema: dict[str, Any]) -> None:
    for method, path, operation in operations(schema):
        for status in ("401", "403", "422", "429", "503"):
            content = operation["responses"][status]["content"]
            assert list(content) == ["application/problem+json"], f"{method} {path} {status}"
        if method == "post" and path == "/api/onestop/dossiers":
            assert operation["requestBody"]["content"]["application/json"]["schema"]["examples"]

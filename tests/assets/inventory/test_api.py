"""The register for programs: pages by cursor, one effect per key, conflicts, problem details, a schema that says it."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from litestar import Litestar

from core import db, offices
from core.acting import system_act
from core.testing import NOW
from plugins.assets.inventory.commands import register
from tests.assets.conftest import printer

pytestmark = pytest.mark.anyio
Login = Callable[..., Awaitable[httpx.AsyncClient]]


async def unit_id(code: str = "an-ninh-dong") -> int:
    found = await offices.find_unit(code)
    assert found is not None
    return found.id


def body(unit: int, **changes: object) -> dict[str, object]:
    return {"unit_id": unit, "name": "Máy in 1", "category": "printer", "maker": "HP", "model": "M404dn", **changes}


async def test_cursor_walks_through_all_things_once(login: Login) -> None:
    officer = await login("it_officer")
    made = [(await register(printer(await unit_id(), serial=f"S{n}"), system_act(NOW))).code for n in range(7)]
    seen: list[str] = []
    after: str | None = ""
    while after is not None:
        answer = (await officer.get("/api/assets", params={"limit": 3, "after": after})).json()
        seen += [row["code"] for row in answer["results"]]
        after = answer["after"]
    assert seen == sorted(made)


async def test_row_has_names_and_no_state_when_it_is_not_monitored(login: Login) -> None:
    officer = await login("it_officer")
    await register(printer(await unit_id()), system_act(NOW))
    [row] = (await officer.get("/api/assets", params={"q": "MÁY IN"})).json()["results"]
    assert (row["maker"], row["model"], row["place"]) == ("HP", "LaserJet Pro M252dw", "Phòng một cửa")
    assert (row["unit"], row["category"], row["state"]) == ("Xã An Ninh Đông", "printer", None)
    detail = (await officer.get(f"/api/assets/{row['code']}")).json()
    assert detail["asset"]["serial"] == "VNB3K12345"
    assert detail["device"] is None


async def test_key_makes_a_repeated_registration_one(login: Login) -> None:
    officer = await login("it_officer")
    headers = {"idempotency-key": "load 2017-11-22 line 7"}
    answers = [await officer.post("/api/assets", json=body(await unit_id()), headers=headers) for _ in range(3)]
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["code"] for answer in answers}) == 1
    assert await db.value("SELECT count(*) FROM assets.assets_asset") == 1
    other = await officer.post("/api/assets", json=body(await unit_id(), name="Máy in 2"), headers=headers)
    assert other.status_code == 409


async def test_stale_version_is_a_conflict_and_bad_input_names_its_field(login: Login) -> None:
    officer = await login("it_officer")
    code = (await officer.post("/api/assets", json=body(await unit_id()))).json()["code"]
    changed = {key: value for key, value in body(0, name="Máy in 2", version=1).items() if key != "unit_id"}
    assert (await officer.put(f"/api/assets/{code}", json=changed)).json()["version"] == 2
    assert (await officer.put(f"/api/assets/{code}", json=changed)).status_code == 409
    refused = await officer.post("/api/assets", json=body(await unit_id(), category="boat"))
    assert refused.status_code == 422
    assert refused.headers["content-type"].startswith("application/problem+json")
    assert [error["field"] for error in refused.json()["errors"]] == ["category"]
    assert (await officer.post("/api/assets", json=body(await unit_id(), cost=-1))).status_code == 422


async def test_move_by_program(login: Login) -> None:
    officer = await login("it_officer")
    code = (await officer.post("/api/assets", json=body(await unit_id()))).json()["code"]
    west = await unit_id("an-ninh-tay")
    moved = await officer.post(f"/api/assets/{code}/move", json={"unit_id": west, "version": 1})
    assert moved.json()["version"] == 2
    assert (await officer.get(f"/api/assets/{code}")).json()["asset"]["unit_id"] == west


@pytest.mark.parametrize("query", ["limit=0", "limit=501", "limit=x", "unit=x"])
async def test_senseless_questions_are_refused(login: Login, query: str) -> None:
    officer = await login("it_officer")
    assert (await officer.get(f"/api/assets?{query}")).status_code in {400, 422}


def test_schema_describes_pages_and_rows(app: Litestar) -> None:
    schema = app.openapi_schema.to_schema()
    listed = schema["paths"]["/api/assets"]["get"]
    assert {parameter["name"] for parameter in listed["parameters"]} >= {"q", "unit", "state", "after", "limit"}
    content = listed["responses"]["200"]["content"]["application/json"]["schema"]
    assert content["$ref"].endswith("AssetPage")
    assert "Registered" in str(schema["paths"]["/api/assets"]["post"]["responses"]["201"])

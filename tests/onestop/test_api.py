"""The API answers what its schema says, once for each key, and within the caller's units only."""

from typing import Any

import httpx
import msgspec
import pytest

from core.accounts.testing import log_in
from tests.onestop.conftest import MARRIAGE, SPLIT, Desk, new_dossier

pytestmark = pytest.mark.anyio


async def clerk_of(client: httpx.AsyncClient, desk: Desk) -> httpx.AsyncClient:
    return await log_in(client, desk.clerk, desk.clock.now())


def body(procedure: str = MARRIAGE, **changes: Any) -> dict[str, Any]:
    return msgspec.to_builtins(new_dossier(procedure, **changes))  # type: ignore[no-any-return]


async def test_taking_in_listing_reading_and_moving(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await clerk_of(client, desk)
    taken = await clerk.post("/api/onestop/dossiers", json=body())
    assert taken.status_code == 201, taken.text
    code = taken.json()["code"]
    [line] = (await clerk.get("/api/onestop/dossiers")).json()
    assert (line["code"], line["state"], line["owner_name"]) == (code, "accepted", "Nguyễn Minh Hòa")
    one = (await clerk.get(f"/api/onestop/dossiers/{code}")).json()
    assert one["papers"][0]["originals"] == 1
    assert (one["national"], one["delivery"]) == (2, "none")
    assert "080123456789" not in str(one)
    step = {"action": "hand_over", "revision": 1, "receiver": desk.specialist.person_id}
    moved = await clerk.post(f"/api/onestop/dossiers/{code}/moves", json=step)
    assert (moved.status_code, moved.json()["state"]) == (200, "assigned")
    late = await clerk.post(f"/api/onestop/dossiers/{code}/moves", json=step)
    assert (late.status_code, late.headers["content-type"]) == (409, "application/problem+json")
    assert desk.clerk.display_name in late.json()["detail"]


async def test_an_idempotency_key_gives_the_same_answer(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await clerk_of(client, desk)
    answers = [
        await clerk.post("/api/onestop/dossiers", json=body(), headers={"Idempotency-Key": "abc"}) for _ in range(2)
    ]
    assert answers[0].json() == answers[1].json()
    other = await clerk.post(
        "/api/onestop/dossiers", json=body(owner_name="Người Khác"), headers={"Idempotency-Key": "abc"}
    )
    assert other.status_code == 409


@pytest.mark.parametrize(
    "sent",
    [
        {"procedure": MARRIAGE},
        body() | {"state": "returned"},
        body() | {"code": "X"},
        body() | {"fee": -1},
        body() | {"fee": 10**30},
        body() | {"owner_identity": "12"},
        body() | {"unit_id": 2**63},
        body() | {"channel": "online"},
        body() | {"papers": [{"paper": 1, "originals": 1000}]},
        body(SPLIT),
        [],
    ],
)
async def test_what_breaks_a_rule_is_refused(client: httpx.AsyncClient, desk: Desk, sent: Any) -> None:
    answer = await (await clerk_of(client, desk)).post("/api/onestop/dossiers", json=sent)
    assert answer.status_code in {400, 422}, answer.text


async def test_pages_of_the_list_follow_each_other(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await clerk_of(client, desk)
    codes = [(await desk.take()).code for _ in range(5)]
    found: list[str] = []
    after = 0
    while lines := (await clerk.get(f"/api/onestop/dossiers?limit=2&after={after}")).json():
        found += [line["code"] for line in lines]
        after = lines[-1]["id"]
    assert found == codes
    assert (await clerk.get("/api/onestop/dossiers?state=signed")).json() == []
    assert (await clerk.get("/api/onestop/dossiers?limit=0")).status_code in {400, 422}


async def test_procedures(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await clerk_of(client, desk)
    found = (await clerk.get("/api/onestop/procedures?q=tach thua")).json()
    assert [item["code"] for item in found["items"]] == [SPLIT]
    one = (await clerk.get(f"/api/onestop/procedures/{SPLIT}")).json()
    assert [limit["value"] for limit in one["limit_choices"]] == [12, 22]
    assert (await clerk.get("/api/onestop/procedures/9.999999")).status_code == 404


async def test_the_api_is_described_with_its_types(client: httpx.AsyncClient, desk: Desk) -> None:
    schema = (await (await clerk_of(client, desk)).get("/api/schema/openapi.json")).json()
    paths = schema["paths"]
    assert {"/api/onestop/dossiers", "/api/onestop/dossiers/{code}/moves", "/api/onestop/procedures"} <= set(paths)
    listed = paths["/api/onestop/dossiers"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert listed["type"] == "array"
    assert listed["items"]["$ref"].endswith("DossierLine")

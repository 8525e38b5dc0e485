"""Versions, files, hidden numbers and pages of the API."""

import httpx
import pytest

from core import db as database
from core.accounts.testing import log_in, staff
from tests.onestop.conftest import MARRIAGE, RESIDENCE, Desk

pytestmark = pytest.mark.anyio
ROOT = "/api/onestop/dossiers"


async def clerk_of(client: httpx.AsyncClient, desk: Desk) -> httpx.AsyncClient:
    return await log_in(client, desk.clerk, desk.clock.now())


async def test_a_version_has_a_name_and_whoever_is_late_is_told(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await clerk_of(client, desk)
    code = (await desk.take()).code
    first = await clerk.get(f"{ROOT}/{code}")
    assert first.headers["etag"] == '"r1"'
    again = await clerk.get(f"{ROOT}/{code}", headers={"If-None-Match": '"r1"'})
    assert (again.status_code, again.content) == (304, b"")
    step = {"action": "hand_over", "receiver": desk.specialist.person_id}
    assert (await clerk.post(f"{ROOT}/{code}/moves", json=step)).status_code == 422
    moved = await clerk.post(f"{ROOT}/{code}/moves", json=step, headers={"If-Match": '"r1"'})
    assert (moved.status_code, moved.headers["etag"]) == (200, '"r2"')
    for tag in ('"r1"', '"rubbish"', "*"):
        late = await clerk.post(f"{ROOT}/{code}/moves", json=step, headers={"If-Match": tag})
        assert (late.status_code, late.headers["content-type"]) == (412, "application/problem+json"), tag
    assert (await clerk.get(f"{ROOT}/{code}", headers={"If-None-Match": '"r1"'})).status_code == 200


async def test_hidden_numbers_are_hidden_until_asked_for_and_that_is_logged(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    clerk = await clerk_of(client, desk)
    code = (await desk.take()).code
    shown = (await clerk.get(f"{ROOT}/{code}")).json()
    assert shown["owner_identity"] == "•••••••••789"
    assert shown["owner_phone"] == "•••••••678"
    full = (await clerk.post(f"{ROOT}/{code}/identity")).json()
    assert full["owner_identity"] == "080123456789"
    assert await database.value("SELECT count(*) FROM audit.audit_entry WHERE action = 'onestop.see_identity'") == 1
    auditor = await log_in(client, await staff("auditor", "duc-hoa", desk.clock.now()), desk.clock.now())
    assert (await auditor.post(f"{ROOT}/{code}/identity")).status_code == 403


async def test_lists_are_narrowed_cut_and_followed(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await clerk_of(client, desk)
    codes = [(await desk.take(MARRIAGE)).code for _ in range(3)] + [(await desk.take(RESIDENCE)).code]
    await clerk.post(f"{ROOT}/{codes[0]}/moves", json={"action": "withdraw", "revision": 1, "reason": "Xin rút"})

    async def found(query: str) -> list[str]:
        return [line["code"] for line in (await clerk.get(f"{ROOT}?{query}")).json()]

    assert await found("") == codes[1:]
    assert await found("status=closed") == codes[:1]
    assert await found("status=all") == codes
    assert await found(f"procedure={RESIDENCE}") == codes[3:]
    assert await found("received_from=2017-11-23T00:00:00%2B07:00") == []
    assert await found("received_before=2017-11-23T00:00:00%2B07:00") == codes[1:]
    assert (await clerk.get(f"{ROOT}?received_from=2017-11-23T00:00:00")).status_code == 422
    assert (await clerk.get(f"{ROOT}?fields=code,state&limit=1")).json() == [{"code": codes[1], "state": "accepted"}]
    wrong = await clerk.get(f"{ROOT}?fields=code,owner_identity,x")
    assert wrong.json()["errors"][0]["field"] == "fields"
    gone: list[str] = []
    address = f"{ROOT}?status=all&limit=3&fields=code"
    while address:
        page = await clerk.get(address)
        gone += [line["code"] for line in page.json()]
        link = page.headers.get("link", "")
        assert not link or link.endswith('>; rel="next"')
        address = link[1:].partition(">")[0]
    assert gone == codes


async def test_papers_events_and_files(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await clerk_of(client, desk)
    code = (await desk.take()).code
    assert (await clerk.get(f"{ROOT}/{code}/papers")).json()[0]["originals"] == 1
    events = (await clerk.get(f"{ROOT}/{code}/events")).json()
    assert [line["action"] for line in events] == ["receive"]
    assert (await clerk.get(f"{ROOT}/{code}/events?after={events[-1]['id']}")).json() == []
    sent = {"files": {"data": ("Ghi chú.txt", "Kính gửi".encode(), "text/plain")}, "headers": {"Idempotency-Key": "f1"}}
    first, second = [await clerk.post(f"{ROOT}/{code}/files", **sent) for _ in range(2)]
    assert (first.status_code, first.json()) == (201, second.json())
    [listed] = (await clerk.get(f"{ROOT}/{code}/files")).json()
    assert (listed["name"], listed["ready"]) == ("Ghi chú.txt", True)
    content = await clerk.get(f"{ROOT}/{code}/files/{listed['id']}")
    assert content.content == "Kính gửi".encode()
    assert "sandbox" in content.headers["content-security-policy"]
    other = (await desk.take()).code
    assert (await clerk.get(f"{ROOT}/{other}/files/{listed['id']}")).status_code == 404
    stranger = await log_in(client, desk.stranger, desk.clock.now())
    for path in ("papers", "events", "files", f"files/{listed['id']}"):
        assert (await stranger.get(f"{ROOT}/{code}/{path}")).status_code == 404


async def test_versions_of_a_procedure(client: httpx.AsyncClient, desk: Desk) -> None:
    clerk = await clerk_of(client, desk)
    [version] = (await clerk.get(f"/api/onestop/procedures/{MARRIAGE}/versions")).json()
    assert (version["number"], version["effective_to"]) == (1, None)
    assert (await clerk.get("/api/onestop/procedures/9.999999/versions")).status_code == 404

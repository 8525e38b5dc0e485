"""Who may call what: declared for every handler, asked on every request, and never on a foreign page's word."""

from typing import Any

import httpx
import pytest
from litestar import Controller, get, post

from core import contributions as c
from core.settings import Settings
from core.web.access import public, requires
from tests.core.web.desk import as_person, browse, plugin

pytestmark = pytest.mark.anyio


@get("/guest/open-door", sync_to_thread=False)
def open_door() -> str:
    return "anybody"


class HalfClosed(Controller):
    """One of two handlers is declared."""

    path = "/guest/half"

    @get(guards=[public], sync_to_thread=False)
    def first(self) -> str:
        return "declared"

    @post(sync_to_thread=False)
    def second(self) -> str:
        return "forgotten"


@get("/guest/unknown", guards=[requires("nobody.knows")], sync_to_thread=False)
def unknown() -> str:
    return "never"


@pytest.mark.parametrize(
    ("handler", "reason"),
    [(open_door, "/guest/open-door"), (HalfClosed, "/guest/half"), (unknown, "nobody.knows")],
)
async def test_a_handler_without_declared_access_stops_the_start(desk: Any, handler: Any, reason: str) -> None:
    with pytest.raises(RuntimeError, match=reason):
        desk(plugin("guest", route_handlers=lambda: [handler]))


async def test_nobody_is_sent_to_the_log_in_and_a_program_is_told_so(visitor: httpx.AsyncClient) -> None:
    page = await visitor.get("/staff/mine")
    assert (page.status_code, page.headers["location"]) == (303, "/login?next=%2Fstaff%2Fmine")
    program = await visitor.get("/staff/mine", headers={"accept": "application/json"})
    assert program.status_code == 401
    assert (await visitor.post("/staff/echo")).status_code == 401


async def test_a_permission_is_asked_for(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/staff/visits", headers=as_person("lan"))).status_code == 200
    assert (await visitor.get("/staff/visits", headers=as_person("khach"))).status_code == 403
    assert (await visitor.post("/staff/echo", headers=as_person("minh"))).status_code == 403


LAN = {"cookie": "who=lan"}
TOKEN = {"x-csrf-token": "token of lan"}


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        (LAN | TOKEN, 200),
        (LAN | TOKEN | {"origin": "https://testserver", "sec-fetch-site": "same-origin"}, 200),
        (LAN | TOKEN | {"origin": "null"}, 200),  # no-referrer hides the origin of our own forms
        (LAN, 403),
        (LAN | {"x-csrf-token": ""}, 403),
        (LAN | {"x-csrf-token": "token of minh"}, 403),
        (LAN | {"x-csrf-token": "token of lan "[:-2]}, 403),
        (LAN | TOKEN | {"origin": "https://evil.example"}, 403),
        (LAN | TOKEN | {"origin": "https://testserver.evil.example"}, 403),
        (LAN | TOKEN | {"origin": "https://testserver:8443"}, 403),
        (LAN | TOKEN | {"origin": "http://["}, 403),
        (LAN | TOKEN | {"sec-fetch-site": "cross-site"}, 403),
        (LAN | TOKEN | {"sec-fetch-site": "same-site"}, 403),
        ({"authorization": "Bearer lan"}, 200),  # a foreign page cannot send it, so no form token is asked for
        ({"authorization": "Bearer lan", "sec-fetch-site": "cross-site"}, 403),
        ({"authorization": "Bearer nobody"}, 401),
        ({"cookie": "who=nobody"}, 401),
    ],
)
async def test_a_write_must_come_from_our_own_page_or_with_a_token(
    visitor: httpx.AsyncClient, headers: dict[str, str], status: int
) -> None:
    assert (await visitor.post("/staff/echo", headers=headers)).status_code == status


async def test_a_form_token_with_strange_letters_is_refused_not_a_crash(visitor: httpx.AsyncClient) -> None:
    header = await visitor.post(
        "/staff/echo", headers=LAN | {"x-csrf-token": b"\xc4\x90\xe1".decode("latin-1").encode("latin-1")}
    )
    field = await visitor.post("/staff/echo", headers=LAN, data={"_csrf": "Đức Hòa"})
    assert (header.status_code, field.status_code) == (403, 403)


@pytest.mark.parametrize("content", ["urlencoded", "multipart"])
async def test_the_form_field_counts_as_well_as_the_header(visitor: httpx.AsyncClient, content: str) -> None:
    right = {"_csrf": "token of lan", "name": "Hoa"}
    sent = {"data": right} if content == "urlencoded" else {"files": {k: (None, v) for k, v in right.items()}}
    assert (await visitor.post("/staff/echo", headers=LAN, **sent)).status_code == 200  # type: ignore[arg-type]


async def test_a_json_body_carries_no_form_token(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/staff/echo", headers=LAN, json={"_csrf": "token of lan"})
    assert answer.status_code == 403


async def test_public_writes_are_refused_to_other_sites_too(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.post("/open")).status_code == 200
    assert (await visitor.post("/open", headers={"origin": "https://evil.example"})).status_code == 403
    assert (await visitor.post("/open", headers=LAN)).status_code == 403, "a logged-in person's form needs its token"


async def test_reading_asks_for_no_token(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/staff/mine", headers=LAN | {"sec-fetch-site": "cross-site"})
    assert answer.json() == {"who": "lan"}


async def test_a_public_page_knows_who_is_logged_in_and_is_then_not_kept(visitor: httpx.AsyncClient) -> None:
    stranger, lan = await visitor.get("/open"), await visitor.get("/open", headers=LAN)
    assert "cache-control" not in stranger.headers
    assert lan.headers["cache-control"] == "no-store"
    assert "Lan" in lan.text
    assert "Lan" not in stranger.text
    assert stranger.headers["vary"] == lan.headers["vary"] == "Cookie"


async def test_without_a_log_in_part_nobody_is_anybody(settings: Settings, desk: Any, db: None) -> None:
    from core import registry

    app = desk()
    without = registry.Registry(settings, ())
    async with browse(app) as client:
        registry.install(without)
        assert (await client.get("/staff/mine", headers=as_person("lan"))).status_code == 303


async def test_the_menu_shows_only_what_may_be_used(visitor: httpx.AsyncClient) -> None:
    lan = await visitor.get("/staff/visits/999999", headers=as_person("lan"))
    khach = await visitor.get("/staff/visits", headers=as_person("khach"))
    assert (lan.status_code, khach.status_code) == (404, 403)
    assert 'href="/staff/visits"' in lan.text
    assert 'href="/staff/visits"' not in khach.text


def test_two_services_for_the_door_clash() -> None:
    from core.contracts.identity import Authenticator
    from core.registry import _clash
    from tests.core.web.desk import Doorman

    first, second = (
        plugin(name, services=lambda: [c.Service(Authenticator, Doorman())]) for name in ("first", "second")
    )
    assert _clash((first,), second) == "services: core.contracts.identity.Authenticator is taken already"

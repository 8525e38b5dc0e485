"""What holds for every answer, whoever made it: headers, request id, language, the caller's address, one log line."""

import json
from typing import Any

import httpx
import pytest
import structlog
from structlog.testing import capture_logs

from core.web.middleware import HEADERS, Frame, client_address
from tests.core.web.desk import as_person, browse

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/open", 200),
        ("/nowhere", 404),
        ("/fails/bug", 500),
        ("/fails/away", 503),
        ("/static/x/core/favicon.svg", 200),
        ("/static/x/core/lost.js", 404),
        ("/staff/mine", 303),
        ("/en/nowhere", 404),
    ],
)
async def test_every_answer_carries_the_security_headers(visitor: httpx.AsyncClient, path: str, status: int) -> None:
    answer = await visitor.get(path)
    assert answer.status_code == status
    missing = [name.decode() for name, value in HEADERS if answer.headers.get(name.decode()) != value.decode()]
    assert missing == []
    assert "unsafe" not in answer.headers["content-security-policy"]


async def test_a_method_that_is_not_offered_is_framed_too(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.delete("/open")
    assert (answer.status_code, answer.headers["x-frame-options"]) == (405, "DENY")


async def test_other_origins_are_not_let_in(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/open", headers={"origin": "https://elsewhere.example"})
    assert not [name for name in answer.headers if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0123456789abcdef", True),
        ("short", False),
        ("x" * 65, False),
        ("evil\tid-with-tab", False),
        ("<script>alert</script>", False),
    ],
)
async def test_a_request_id_is_kept_only_when_it_is_harmless(
    visitor: httpx.AsyncClient, given: str, kept: bool
) -> None:
    answer = await visitor.get("/open", headers={"x-request-id": given})
    assert (answer.headers["x-request-id"] == given) is kept
    assert answer.headers.get_list("x-request-id") == [answer.headers["x-request-id"]]


async def test_two_requests_have_two_ids(visitor: httpx.AsyncClient) -> None:
    ids = {(await visitor.get("/open")).headers["x-request-id"] for _ in range(5)}
    assert len(ids) == 5


async def test_the_english_address_is_the_same_page_in_english(visitor: httpx.AsyncClient) -> None:
    vietnamese, english = await visitor.get("/nowhere"), await visitor.get("/en/nowhere")
    assert '<html lang="vi"' in vietnamese.text
    assert '<html lang="en"' in english.text
    assert vietnamese.text.count("Không tìm thấy") > 0
    assert english.text.count("Không tìm thấy") == 0
    assert 'href="/en/nowhere"' in vietnamese.text
    assert 'href="/nowhere"' in english.text


@pytest.mark.parametrize("path", ["/en", "/en/", "/english", "/env", "/en/en/open"])
async def test_only_the_prefix_itself_chooses_the_language(visitor: httpx.AsyncClient, path: str) -> None:
    answer = await visitor.get(path)
    assert answer.status_code == 404
    assert ('lang="en"' in answer.text.split(">", 2)[1]) is (path == "/en" or path.startswith("/en/"))


async def test_the_language_of_one_request_does_not_stay(visitor: httpx.AsyncClient) -> None:
    await visitor.get("/en/nowhere")
    assert '<html lang="vi"' in (await visitor.get("/nowhere")).text


TRUSTED = ("10.0.0.0/8", "::1")


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.9", [], "192.0.2.9"),
        ("192.0.2.9", ["203.0.113.5"], "192.0.2.9"),  # not a proxy of ours: its word is nothing
        ("10.0.0.1", ["203.0.113.5"], "203.0.113.5"),
        ("10.0.0.1", ["1.1.1.1, 203.0.113.5"], "203.0.113.5"),  # what the client wrote itself stands to the left
        ("10.0.0.1", ["1.1.1.1", "203.0.113.5"], "203.0.113.5"),  # a proxy may add a line instead of a word
        ("10.0.0.1", ["203.0.113.5, 10.0.0.2"], "203.0.113.5"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("::1", ["2001:db8::7"], "2001:db8::7"),
        ("::ffff:10.0.0.1", ["203.0.113.5"], "203.0.113.5"),  # the same proxy on a socket for both families
        ("10.0.0.1", ["not an address"], "not an address"),
        ("", ["203.0.113.5"], ""),
    ],
)
async def test_a_forwarded_address_counts_only_from_a_trusted_proxy(
    peer: str, forwarded: list[str], address: str
) -> None:
    scope: Any = {
        "client": (peer, 1) if peer else None,
        "headers": [(b"x-forwarded-for", line.encode()) for line in forwarded],
    }
    assert client_address(scope, Frame(None, TRUSTED).trusted) == address  # type: ignore[arg-type]


async def test_commands_see_the_callers_address_and_request(desk: Any, db: None) -> None:
    headers = as_person("lan") | {"x-forwarded-for": "203.0.113.5"}
    async with browse(desk(), TRUSTED, peer="10.0.0.1") as client:
        trusted = await client.post("/staff/echo", headers=headers)
        assert trusted.json()["address"] == "203.0.113.5"
        assert trusted.json()["request"] == trusted.headers["x-request-id"]
    async with browse(desk(), TRUSTED) as client:
        assert (await client.post("/staff/echo", headers=headers)).json()["address"] == "192.0.2.9"


async def test_the_access_log_has_the_route_and_no_code_token_or_person(visitor: httpx.AsyncClient) -> None:
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        answer = await visitor.get("/staff/visits/190217?token=s3cr3t-token&q=Hoa", headers=as_person("lan"))
    (line,) = [entry for entry in lines if entry["event"] == "request"]
    assert line["route"] == "/staff/visits/{visit_id}"
    assert (line["method"], line["status"]) == ("GET", 404)
    assert line["request_id"] == answer.headers["x-request-id"]
    text = json.dumps(line)
    assert not [word for word in ("190217", "s3cr3t", "Hoa", "lan", "192.0.2.9") if word in text]


async def test_a_request_that_fails_is_logged_with_its_id(visitor: httpx.AsyncClient) -> None:
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        answer = await visitor.get("/fails/bug")
    told = [entry for entry in lines if entry["event"] == "unexpected error"]
    assert [entry["request_id"] for entry in told] == [answer.headers["x-request-id"]]

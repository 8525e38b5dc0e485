"""Every error has an answer: a page that says what to do, or RFC 9457 problem details; a bug shows no details."""

import json
from typing import Any

import httpx
import pytest

from core import db as database
from core import errors
from core.web.errors import answer_for
from tests.core.web.desk import FAILURES, as_person

pytestmark = pytest.mark.anyio

STATUS = {
    "refused": 422,
    "missing": 404,
    "forbidden": 403,
    "login": 401,
    "conflict": 409,
    "stale": 412,
    "too-many": 429,
    "away": 503,
    "starting": 503,
    "no-socket": 503,
    "pool": 503,
    "deadlock": 503,
    "bug": 500,
    "invalid": 422,
    "teapot": 418,
}


def test_every_kind_of_failure_is_judged() -> None:
    assert STATUS.keys() == FAILURES.keys()
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.MotcuaError)}
    assert {type(e) for e in FAILURES.values()} >= kinds - {errors.MotcuaError}


@pytest.mark.parametrize("kind", FAILURES)
async def test_a_program_gets_problem_details(visitor: httpx.AsyncClient, kind: str) -> None:
    answer = await visitor.get(f"/api/fails/{kind}")
    body = answer.json()
    assert (answer.status_code, body["status"]) == (STATUS[kind], STATUS[kind])
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert body["type"] == "about:blank"
    assert body["title"]
    assert body["instance"] == f"urn:request:{answer.headers['x-request-id']}"
    assert "secret detail" not in answer.text


@pytest.mark.parametrize("kind", [kind for kind in FAILURES if kind != "login"])
async def test_a_person_gets_a_page_with_a_way_on(visitor: httpx.AsyncClient, kind: str) -> None:
    answer = await visitor.get(f"/fails/{kind}")
    assert answer.status_code == STATUS[kind]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.text.count("<h1>") == 1
    assert 'class="btn btn-primary" href="/"' in answer.text
    assert answer.headers["x-request-id"] in answer.text, "people report the number of the request"
    assert "secret detail" not in answer.text
    assert "Traceback" not in answer.text


async def test_problems_name_their_fields(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/api/fails/refused")).json()["errors"] == [
        {"message": "Chưa nhập tên.", "field": "name", "code": ""},
        {"message": "Chưa nhập số.", "field": "number", "code": ""},
    ]
    assert (await visitor.get("/api/fails/invalid")).json()["errors"][0]["field"] == "fee"
    page = (await visitor.get("/fails/refused")).text
    assert "Chưa nhập tên." in page
    assert "Chưa nhập số." in page


@pytest.mark.parametrize(("kind", "seconds"), [("too-many", "90"), ("away", "10"), ("pool", "10")])
async def test_who_must_wait_is_told_how_long(visitor: httpx.AsyncClient, kind: str, seconds: str) -> None:
    assert (await visitor.get(f"/fails/{kind}")).headers["retry-after"] == seconds
    assert (await visitor.get(f"/api/fails/{kind}")).headers["retry-after"] == seconds


@pytest.mark.parametrize(
    ("path", "onward"),
    [
        ("/staff/mine", "/staff/mine"),
        ("/en/staff/mine", "/staff/mine"),
        ("/staff/visits?q=H%C3%B2a&page=2", "/staff/visits?q=H%C3%B2a&page=2"),
        (
            "/staff/visits?next=https://evil.example&x=%0d%0aSet-Cookie:a",
            "/staff/visits?next=https://evil.example&x=%0d%0aSet-Cookie:a",
        ),
    ],
)
async def test_who_must_log_in_comes_back_to_where_he_was(visitor: httpx.AsyncClient, path: str, onward: str) -> None:
    answer = await visitor.get(path)
    assert answer.status_code == 303
    target = httpx.URL(answer.headers["location"])
    assert target.host == ""
    assert target.path == ("/en/login" if path.startswith("/en/") else "/login")
    assert dict(target.params) == {"next": onward}


async def test_a_piece_of_a_page_gets_a_piece(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/fails/conflict", headers={"hx-request": "true"})
    assert answer.status_code == 409
    assert "<html" not in answer.text
    assert 'role="alert"' in answer.text


async def test_a_unique_violation_is_told_in_words(visitor: httpx.AsyncClient) -> None:
    page = await visitor.post("/staff/visits", headers=as_person("lan"))
    assert page.status_code == 409
    assert "Tên này đã có trong sổ." in page.text
    assert "desk_visit" not in page.text
    program = await visitor.post("/staff/visits", headers=as_person("lan") | {"accept": "application/json"})
    assert program.json()["errors"][0]["message"] == "Tên này đã có trong sổ."


@pytest.mark.parametrize(
    ("statement", "status"),
    [
        ("INSERT INTO note VALUES (1, 1)", 409),
        ("INSERT INTO note VALUES (2, NULL)", 422),
        ("INSERT INTO note VALUES (2, -1)", 422),
        ("INSERT INTO note VALUES (99999999999, 1)", 422),
        ("SELECT '2017-13-45'::date", 422),
        ("SELECT 1 / 0", 422),
        ("SELECT * FROM no_such_table", 500),
    ],
)
async def test_what_the_database_refuses_is_never_shown_as_sql(db: None, statement: str, status: int) -> None:
    await database.execute("CREATE TEMP TABLE note (id int PRIMARY KEY, n int NOT NULL CHECK (n > 0)) ON COMMIT DROP")
    await database.execute("INSERT INTO note VALUES (1, 1)")
    caught: Any = None
    try:
        async with database.transaction():
            await database.execute(statement)
    except Exception as error:  # noqa: BLE001 -- whichever it is, it is judged below
        caught = error
    answer = answer_for(caught)
    assert answer.status == status
    told = json.dumps([answer.title, *(p.message for p in answer.problems)], ensure_ascii=False)
    assert not [word for word in ("note", "int", "no_such_table", "2017") if word in told]


async def test_an_error_page_that_fails_itself_still_answers(
    visitor: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise LookupError("template is broken")

    monkeypatch.setattr("core.web.errors.page", broken)
    answer = await visitor.get("/fails/missing")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/plain; charset=utf-8")
    assert answer.text


NUMBERS = [
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "-1",
    "-9223372036854775809",
    "1e400",
]
STRANGE = ["0x10", "１２", "1" * 400, "1" * 5000, "NaN", "", "%00", "1.5", "true"]


@pytest.mark.parametrize("number", [*NUMBERS, *STRANGE])
async def test_no_number_in_an_address_is_a_crash(visitor: httpx.AsyncClient, number: str) -> None:
    lan = as_person("lan")
    for path in (
        f"/staff/visits/{number}",
        f"/staff/fees?fee={number}",
        f"/staff/visits?unit={number}",
        f"/staff/visits?fee={number}",
        f"/staff/visits?page={number}",
    ):
        answer = await visitor.get(path, headers=lan)
        assert answer.status_code < 500, path

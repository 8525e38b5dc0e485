"""Pages that are kept: each reader sees what is true now and what is his own, as if nothing were kept."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from core import db as database
from core.web.lists import kept
from core.web.lists.kept import ROWS, TOKEN, filled
from tests.core.web.desk import as_person

PAGE = f"<a>{TOKEN}</a>{ROWS}<b>{TOKEN}</b>"


def counting(text: str = PAGE) -> tuple[Callable[[], str], list[int]]:
    drawn: list[int] = []
    return lambda: drawn.append(1) or text, drawn  # type: ignore[func-returns-value]


def test_holes_are_filled_anew_in_a_page_that_is_drawn_once() -> None:
    draw, drawn = counting()
    owners = (object(),)
    looks = [filled(b"once", owners, draw, {ROWS: rows, TOKEN: token}) for rows, token in (("1", "x"), ("2", "y"))]
    assert (looks, len(drawn)) == (["<a>x</a>1<b>x</b>", "<a>y</a>2<b>y</b>"], 1)


def test_what_fills_a_hole_is_never_looked_through_for_holes() -> None:
    draw, _ = counting()
    assert filled(None, (), draw, {ROWS: TOKEN, TOKEN: "x"}) == f"<a>x</a>{TOKEN}<b>x</b>"


def test_another_owner_gets_a_page_of_his_own() -> None:
    draw, drawn = counting()
    for owners in ([{}], [{}]):  # equal, and yet not the same
        filled(b"owner", tuple(owners), draw, {})
    assert len(drawn) == 2


def test_a_page_without_key_is_drawn_at_each_look() -> None:
    draw, drawn = counting()
    for _ in range(3):
        filled(None, (), draw, {})
    assert len(drawn) == 3


def test_no_more_pages_are_kept_than_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "_MOST", 3)
    draw, _ = counting()
    for number in range(9):
        filled(b"many %d" % number, (), draw, {})
    assert len(kept._kept) == 3


@pytest.mark.anyio
async def test_readers_of_one_list_get_their_own_rows_names_and_language(visitor: httpx.AsyncClient) -> None:
    async def look(who: str, path: str = "/staff/visits") -> str:
        return (await visitor.get(path, headers=as_person(who))).text

    first = [await look(who) for who in ("lan", "minh", "thanh")]
    again = [await look(who) for who in ("lan", "minh", "thanh")]
    assert first == again
    assert len(set(first)) == 3
    assert [[f"token of {who}" in page for page in first] for who in ("lan", "minh")] == [[1, 0, 0], [0, 1, 0]]
    assert "/staff/visits/done" in first[0]
    assert "/staff/visits/done" not in first[1]
    assert 'lang="en"' in (await look("lan", "/en/staff/visits"))[:200]
    assert await look("lan") == first[0]


@pytest.mark.anyio
async def test_a_change_is_seen_at_the_next_look(visitor: httpx.AsyncClient) -> None:
    async def look() -> Any:
        return (await visitor.get("/staff/visits", headers=as_person("thanh"))).text

    before = await look()
    await database.execute("UPDATE desk_visit SET name = 'Bá' WHERE name = 'Bình'")
    renamed = await look()
    assert (">Bình</a>" in before, ">Bình</a>" in renamed, ">Bá</a>" in renamed) == (True, False, True)
    await database.execute("DELETE FROM desk_visit WHERE name = 'Bá'")
    assert "11 dòng" in await look()

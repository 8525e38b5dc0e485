"""What a reader chooses for a list is kept with the account: columns, density, saved questions."""

from typing import Any

import httpx
import pytest

from tests.core.web.desk import as_person

pytestmark = pytest.mark.anyio


async def choose(client: httpx.AsyncClient, who: str = "lan", **chosen: Any) -> httpx.Response:
    form = {"back": "/staff/visits", **chosen}
    return await client.post("/staff/lists/desk.visits", data=form, headers=as_person(who))


async def page(client: httpx.AsyncClient, who: str = "lan", question: str = "") -> str:
    return (await client.get(f"/staff/visits?{question}", headers=as_person(who))).text


async def test_columns_are_kept_for_the_account_and_for_nobody_else(visitor: httpx.AsyncClient) -> None:
    assert ">riêng</" not in await page(visitor)
    answer = await choose(visitor, columns=["secret", "name"])
    assert (answer.status_code, answer.headers["location"]) == (303, "/staff/visits")
    mine, theirs = await page(visitor), await page(visitor, "minh")
    assert mine.index(">riêng</") < mine.index(">An</")
    assert ">riêng</" not in theirs
    assert "5.000" in theirs
    assert "5.000" not in mine


async def test_the_address_outranks_the_kept_columns(visitor: httpx.AsyncClient) -> None:
    await choose(visitor, columns=["name"])
    assert "5.000" in await page(visitor, question="columns=fee&columns=name&columns=fee&columns=none")


async def test_columns_that_do_not_exist_are_forgotten(visitor: httpx.AsyncClient) -> None:
    await choose(visitor, columns=["none", "x" * 500])
    assert "5.000" in await page(visitor), "the usual columns"


async def test_density_is_kept_and_nonsense_is_not(visitor: httpx.AsyncClient) -> None:
    for wanted, kept in (("roomy", "roomy"), ("enormous", "roomy"), ("compact", "compact")):
        await choose(visitor, density=wanted)
        assert f'data-density="{kept}"' in await page(visitor)


async def test_a_question_is_saved_under_a_name_and_taken_away(visitor: httpx.AsyncClient) -> None:
    await choose(visitor, back="/staff/visits?state=done&q=H%C3%B2a", save="Khách <của> tôi")
    text = await page(visitor)
    assert "Khách &lt;của&gt; tôi" in text
    assert "/staff/visits?state=done&amp;q=H%C3%B2a" in text
    assert "Khách &lt;của&gt;" not in await page(visitor, "minh")
    await choose(visitor, remove="Khách <của> tôi")
    assert "Khách &lt;của&gt;" not in await page(visitor)


async def test_one_choice_leaves_the_others(visitor: httpx.AsyncClient) -> None:
    await choose(visitor, columns=["name"], density="roomy")
    await choose(visitor, back="/staff/visits?state=new", save="mới")
    text = await page(visitor)
    assert 'data-density="roomy"' in text
    assert "5.000" not in text


async def test_the_number_of_saved_questions_is_bounded(visitor: httpx.AsyncClient) -> None:
    for number in range(30):
        await choose(visitor, save=f"v{number}")
    assert (await choose(visitor, save="one more")).status_code == 422
    assert (await choose(visitor, save="v3")).status_code == 303, "an old name may be given again"


@pytest.mark.parametrize(
    "back",
    [
        "https://evil.example/",
        "//evil",
        "//evil.example/x",
        "/\\evil",
        "javascript:alert(1)",
        "",
        "/staff/visits\r\nX: y",
        "/x y",
    ],
)
async def test_the_way_back_stays_on_this_site(visitor: httpx.AsyncClient, back: str) -> None:
    answer = await choose(visitor, back=back, density="roomy")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "back", ["/staff/visits?q=Đức Hòa".replace(" ", "+"), "/staff/visits?a=%0d%0aSet-Cookie:x", "/"]
)
async def test_any_question_leads_back_to_itself(visitor: httpx.AsyncClient, back: str) -> None:
    answer = await choose(visitor, back=back)
    assert answer.status_code == 303
    assert "set-cookie" not in answer.headers
    target = httpx.URL("https://testserver").join(answer.headers["location"])
    assert (target.host, target.path) == ("testserver", httpx.URL(back).path)


async def test_strangers_keep_nothing(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.post("/staff/lists/desk.visits", data={"back": "/staff/visits"})
    assert answer.status_code == 401

"""Any code leads to its thing; one that two things share lets people choose; what others own stays unseen."""

from collections.abc import Awaitable, Callable

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import offices
from core.acting import Act, system_act
from core.errors import Forbidden, Refused
from core.testing import NOW
from plugins.assets.codes import queries
from plugins.assets.codes.commands import add_code, remove_code
from plugins.assets.codes.domain.folding import folded
from plugins.assets.codes.schemas import NewCode
from plugins.assets.inventory import queries as register_queries
from plugins.assets.inventory.commands import register
from tests.assets.conftest import Communes, officer_of, printer

pytestmark = pytest.mark.anyio
ActIn = Callable[..., Act]
Login = Callable[..., Awaitable[httpx.AsyncClient]]


@pytest.mark.parametrize("text", ["TS-07/PC 12", "ts07pc12", "Ts.07_pc-12", "  TS 07\\PC12 "])
def test_a_scanner_and_a_person_write_the_same_code(text: str) -> None:
    assert folded(text) == "ts07pc12"


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)


async def test_a_thing_is_found_by_each_of_its_codes(communes: Communes, act_in: ActIn) -> None:
    label = (await register(printer(communes.east), act_in())).code
    await add_code(label, NewCode("TS-07/PC 12"), act_in())
    await add_code(label, NewCode("ts07pc12"), act_in())  # the same one again
    who = act_in().who
    for text, by in ((label, "label"), ("vnb3k12345", "serial"), ("TS07PC12", "old_number")):
        assert [(match.code, match.by) for match in await queries.matches(text, who)] == [(label, by)]
    thing = await register_queries.asset(label, who)
    assert len(await queries.codes_of(thing.id)) == 1
    assert thing.version == 2
    line = (await register_queries.history(thing.id))[0]
    assert line.changes == {"other_code": [None, "TS-07/PC 12"]}


async def test_a_shared_code_names_all_that_have_it_and_only_what_may_be_seen(
    communes: Communes, act_in: ActIn
) -> None:
    for unit, serial in ((communes.east, "A1"), (communes.east, "A2"), (communes.west, "A3")):
        label = (await register(printer(unit, serial=serial), act_in())).code
        await add_code(label, NewCode("MT-01"), act_in())
    assert len(await queries.matches("mt01", act_in().who)) == 3
    assert len(await queries.matches("mt01", officer_of(communes.east))) == 2
    assert await queries.matches(" - ", act_in().who) == []


async def test_who_may_and_what_is_no_code(communes: Communes, act_in: ActIn) -> None:
    label = (await register(printer(communes.east), act_in())).code
    readers = act_in(communes.east, permissions=("assets.read",))
    with pytest.raises(Forbidden):
        await add_code(label, NewCode("X"), readers)
    with pytest.raises(Refused):
        await add_code(label, NewCode("--"), act_in())
    await add_code(label, NewCode("X"), act_in())
    thing = await register_queries.asset(label, act_in().who)
    [code] = await queries.codes_of(thing.id)
    for _again in range(2):
        await remove_code(label, code.id, act_in())
    assert await queries.codes_of(thing.id) == []


async def test_a_code_opens_its_thing_on_screen(login: Login) -> None:
    officer = await login("it_officer")
    unit = await offices.find_unit("an-ninh-dong")
    assert unit is not None
    labels = [(await register(printer(unit.id, serial=serial), system_act(NOW))).code for serial in ("B1", "B2")]
    sent = {"kind": "old_number", "text": "KK 2017/001"}
    assert (await officer.post(f"/staff/asset-codes/{labels[0]}/new", data=sent)).status_code == 303
    assert (await officer.post(f"/staff/asset-codes/{labels[0]}/new", data=sent | {"text": ""})).status_code == 422
    found = await officer.get("/staff/asset-codes", params={"text": "KK 2017/001"})
    assert found.headers["location"].endswith(labels[0])
    await officer.post(f"/staff/asset-codes/{labels[1]}/new", data=sent)
    page = (await officer.get("/staff/asset-codes", params={"text": "kk2017001"})).text
    assert labels[0] in page
    assert labels[1] in page
    assert "KK 2017/001" in (await officer.get(f"/staff/assets/{labels[0]}")).text
    listed = (await officer.get("/staff/assets", params={"q": "kk2017001"})).text
    assert labels[0] in listed
    hits = (await officer.get("/staff/search", params={"q": "kk2017001"})).text
    assert labels[1] in hits

"""Facts of a thing that another feature changes: what is written, what stays, who may."""

from collections.abc import Callable

import pytest

from core.acting import Act
from core.errors import Forbidden, Missing, Refused
from plugins.assets.inventory import commands, queries
from plugins.assets.inventory.amending import Amendment, amend
from tests.assets.conftest import Communes, printer

pytestmark = pytest.mark.anyio
ActIn = Callable[..., Act]


async def test_only_what_is_given_changes_and_history_names_the_feature(communes: Communes, act_in: ActIn) -> None:
    code = (await commands.register(printer(communes.east, cost=9_990_000), act_in())).code
    done = await amend(code, Amendment(status="in_repair", owner_id=communes.officer), act_in(), "repaired")
    asset = await queries.asset(code, act_in().who)
    assert (asset.status, asset.owner_name, asset.cost, asset.place) == (
        "in_repair",
        "Trần Thị Bưởi",
        9_990_000,
        "Phòng một cửa",
    )
    [newest, *_] = await queries.history(asset.id)
    assert (done.version, newest.action) == (2, "repaired")
    assert newest.changes == {"status": ["in_use", "in_repair"], "owner": [None, "Trần Thị Bưởi"]}


async def test_thing_that_goes_to_another_unit_leaves_place_user_and_owner_behind(
    communes: Communes, act_in: ActIn
) -> None:
    code = (await commands.register(printer(communes.east, holder_id=communes.officer), act_in())).code
    await amend(code, Amendment(unit_id=communes.west, place="Kho"), act_in(), "moved")
    asset = await queries.asset(code, act_in().who)
    assert (asset.unit_id, asset.place, asset.holder_id, asset.holder_name) == (communes.west, "Kho", None, None)


async def test_nothing_is_written_when_nothing_differs(communes: Communes, act_in: ActIn) -> None:
    code = (await commands.register(printer(communes.east), act_in())).code
    assert (await amend(code, Amendment(place="Phòng một cửa"), act_in(), "updated")).version == 1


async def test_who_may_not_edit_changes_nothing_unless_the_feature_has_a_right_of_its_own(
    communes: Communes, act_in: ActIn
) -> None:
    code = (await commands.register(printer(communes.east), act_in())).code
    stranger = act_in(communes.west)
    with pytest.raises(Forbidden):
        await amend(code, Amendment(note="x"), stranger, "updated")
    assert (await amend(code, Amendment(note="x"), stranger, "updated", checked=False)).version == 2


async def test_unknown_code_and_unknown_status_are_told(communes: Communes, act_in: ActIn) -> None:
    code = (await commands.register(printer(communes.east), act_in())).code
    with pytest.raises(Missing):
        await amend("4820260700123", Amendment(note="x"), act_in(), "updated")
    with pytest.raises(Refused):
        await amend(code, Amendment(status="nonsense"), act_in(), "updated")

"""A pile of slips goes to one person; what cannot go says why and does not stop the others."""

import pytest

from core.acting import Act
from core.errors import Refused
from plugins.onestop.commands.slips import replace_slip, token_of
from plugins.onestop.desk import queries
from plugins.onestop.desk.commands.piles import find_scanned, hand_over_pile
from plugins.onestop.desk.queries import BatchLine
from plugins.onestop.desk.schemas import HandOver
from plugins.onestop.queries import dossiers
from tests.onestop.conftest import Desk

pytestmark = pytest.mark.anyio


async def hand_over_scanned(data: HandOver, act: Act, key: str = "") -> list[BatchLine]:
    done = await hand_over_pile(data, act, key)
    return await queries.lines(done.batch)


async def slip(code: str) -> str:
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    return token_of(sheet)


async def test_a_pile_is_handed_over(desk: Desk) -> None:
    codes = [(await desk.take()).code for _ in range(3)]
    scans = [await slip(codes[0]), f"https://testserver/q/{await slip(codes[1])}", codes[2].lower(), " "]
    lines = await hand_over_scanned(HandOver(desk.specialist.person_id or 0, scans), desk.act(desk.clerk))
    assert [(line.code, line.done) for line in lines] == [(code, True) for code in codes]
    for code in codes:
        sheet = await dossiers.by_code(code, None)
        assert sheet is not None
        assert (sheet.state, sheet.holder_id) == ("assigned", desk.specialist.person_id)


async def test_bad_scans_do_not_stop_the_good_ones(desk: Desk) -> None:
    good, lost = (await desk.take()).code, (await desk.take()).code
    lost_slip = await slip(lost)
    await replace_slip(lost, desk.act(desk.clerk))
    scans = [lost_slip, "1234567", await slip(good), await slip(good), good]
    lines = await hand_over_scanned(HandOver(desk.specialist.person_id or 0, scans), desk.act(desk.clerk))
    assert [line.done for line in lines] == [False, False, True]
    assert all(line.message for line in lines if not line.done)


async def test_a_dossier_that_is_gone_already_says_where_it_is(desk: Desk) -> None:
    code = (await desk.take()).code
    pile = HandOver(desk.specialist.person_id or 0, [code])
    await hand_over_scanned(pile, desk.act(desk.clerk))
    [line] = await hand_over_scanned(pile, desk.act(desk.clerk))
    assert (line.done, line.code) == (False, code)
    assert "Chờ thụ lý" in line.message


async def test_a_wrong_receiver_moves_nothing(desk: Desk) -> None:
    code = (await desk.take()).code
    [line] = await hand_over_scanned(HandOver(desk.stranger.person_id or 0, [code]), desk.act(desk.clerk))
    assert not line.done
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    assert sheet.state == "accepted"


async def test_slips_of_another_commune_are_not_found(desk: Desk) -> None:
    code = (await desk.take()).code
    assert await find_scanned(await slip(code), desk.act(desk.stranger)) == ""
    assert await find_scanned(code, desk.act(desk.stranger)) == ""


async def test_lines_typed_by_hand_count_too(desk: Desk) -> None:
    codes = [(await desk.take()).code for _ in range(2)]
    pile = HandOver(desk.specialist.person_id or 0, scans_text="\n".join(codes))
    assert [line.code for line in await hand_over_scanned(pile, desk.act(desk.clerk))] == codes


async def test_the_same_pile_sent_twice_is_handed_over_once(desk: Desk) -> None:
    code = (await desk.take()).code
    pile = HandOver(desk.specialist.person_id or 0, [code])
    first = await hand_over_pile(pile, desk.act(desk.clerk), "one-pile")
    assert await hand_over_pile(pile, desk.act(desk.clerk), "one-pile") == first
    assert [line.done for line in await queries.lines(first.batch)] == [True]


async def test_an_empty_pile_is_a_message(desk: Desk) -> None:
    with pytest.raises(Refused, match="Chưa có hồ sơ nào"):
        await hand_over_pile(HandOver(desk.specialist.person_id or 0, [" "]), desk.act(desk.clerk))

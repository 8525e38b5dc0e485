"""A pile of slips goes to one person; what cannot go says why and does not stop the others."""

import pytest

from plugins.onestop.commands.handing_over import find_scanned, hand_over_scanned
from plugins.onestop.commands.slips import replace_slip, token_of
from plugins.onestop.queries import dossiers
from plugins.onestop.schemas import HandOver
from tests.onestop.conftest import Desk

pytestmark = pytest.mark.anyio


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

"""A desk with the shipped registers, and dossiers that are settled."""

from collections.abc import Awaitable, Callable

import pytest

from core.acting import SYSTEM
from core.settings import config_folder
from plugins.onestop.commands.moving import move
from plugins.onestop.results.commands import publish_registers
from plugins.onestop.schemas import Move
from tests.onestop.conftest import MARRIAGE, Desk

COUPLE = {
    "husband": "Nguyễn Minh Hòa",
    "husband_born_on": "01/02/1990",
    "wife": "Lê Thị Bảy",
    "wife_born_on": "1992-03-04",
    "married_on": "22/11/2017",
}


async def settle(desk: Desk, procedure: str = MARRIAGE) -> str:
    """Take a dossier in and bring it to the desk with its result; return its number."""
    code = (await desk.take(procedure)).code
    way = [
        (desk.clerk, "hand_over"),
        (desk.specialist, "start"),
        (desk.specialist, "submit"),
        (desk.leader, "sign"),
        (desk.specialist, "to_desk"),
    ]
    for revision, (who, action) in enumerate(way, start=1):
        receiver = desk.specialist.person_id if action == "hand_over" else None
        await move(code, Move(action, revision, "", receiver), desk.act(who))
    return code


@pytest.fixture
async def shelves(desk: Desk) -> Desk:
    """A desk whose registers are published."""
    await publish_registers(config_folder() / "registers.toml", desk.act(SYSTEM))
    return desk


@pytest.fixture
async def settled(shelves: Desk) -> Callable[[], Awaitable[str]]:
    """Make settled dossiers."""
    return lambda: settle(shelves)

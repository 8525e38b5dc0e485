"""A commune's desk with a dossier on its way, seen from outside."""

import pytest

from core.clock import FixedClock
from plugins.onestop.commands.slips import token_of
from plugins.onestop.queries import dossiers
from tests.onestop.conftest import RESIDENCE, Desk, open_desk


@pytest.fixture
async def desk(db: None, clock: FixedClock) -> Desk:
    """A desk in the test's transaction."""
    return await open_desk(clock)


async def taken(desk: Desk, procedure: str = RESIDENCE) -> tuple[str, str]:
    """Take a dossier in; return its number and the digits of its slip."""
    code = (await desk.take(procedure)).code
    return code, await slip_of(code)


async def slip_of(code: str) -> str:
    """Return the digits of the present slip."""
    sheet = await dossiers.by_code(code, None)
    assert sheet is not None
    return token_of(sheet)

"""A desk whose dossiers are on their way."""

from dataclasses import dataclass

import pytest

from core.acting import Act, Principal, system_act
from core.contracts.offices import Person
from core.offices import people
from plugins.onestop.commands.moving import move
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import Move
from tests.onestop.conftest import MARRIAGE, Desk


@dataclass(frozen=True)
class Track:
    """A dossier being followed."""

    desk: Desk
    code: str

    async def sheet(self) -> Sheet:
        found = await dossiers.by_code(self.code, None)
        assert found is not None
        return found

    async def step(self, who: Principal, action: str, reason: str = "") -> None:
        sheet = await self.sheet()
        receiver = self.desk.specialist.person_id if action == "hand_over" else None
        await move(self.code, Move(action, sheet.revision, reason, receiver), self.desk.act(who))

    async def withdraw(self) -> None:
        """Close the dossier as the applicant wishes."""
        await self.step(self.desk.clerk, "ask_withdraw", "Xin rút")
        await self.step(self.desk.specialist, "grant_withdrawal")

    async def clock_lines(self) -> list[LedgerLine]:
        sheet = await self.sheet()
        return [line for line in await dossiers.ledger(sheet.id) if line.kind == "clock"]

    async def revision(self) -> int:
        return (await self.sheet()).revision


async def appraising(desk: Desk, procedure: str = MARRIAGE, **changes: object) -> Track:
    """Return a dossier that the specialist has taken in hand at the clock's moment."""
    track = Track(desk, (await desk.take(procedure, **changes)).code)
    await track.step(desk.clerk, "hand_over")
    await track.step(desk.specialist, "start")
    return track


def system(desk: Desk) -> Act:
    """Return an act of the platform at the clock's moment."""
    return system_act(desk.clock.now())


async def person_of(who: Principal) -> Person:
    assert who.person_id is not None
    return (await people([who.person_id]))[who.person_id]


@pytest.fixture
async def track(desk: Desk) -> Track:
    """A marriage of five working days, received Wednesday 22 November 2017 at 09:30: due on the 29th at 09:30."""
    return await appraising(desk)

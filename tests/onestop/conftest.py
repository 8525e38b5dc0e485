"""A commune's desk with its people, a neighbour, and the shipped catalogue."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, settings

from core.accounts.testing import act_of, staff
from core.acting import Act, Principal, system_act
from core.clock import FixedClock
from plugins.onestop.commands.importing import import_procedures, publish_workflows
from plugins.onestop.commands.receiving import receive
from plugins.onestop.domain.workflows import SHIPPED
from plugins.onestop.schemas import HandedIn, NewDossier, Received

# a crowded machine is no fault of the code: nothing is measured here
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

CATALOGUE = Path(__file__).parents[2] / "config" / "procedures.yaml"
MARRIAGE = "1.000593"  # 5 working days, fee 0
BIRTH = "1.001193"  # the same day, 15:00 rule, sensitive field
SPLIT = "1.012784"  # 12 or 22 working days: the clerk has to choose
UNKNOWN = "1.004746"  # a number without a unit: no limit
HOUSE = "1.001612"  # registering a household business: no limit is known
RESIDENCE = "1.004222"  # permanent residence: 7 working days, a fee, a field that is not sensitive
USED = (MARRIAGE, BIRTH, SPLIT, UNKNOWN, HOUSE, RESIDENCE)


@dataclass(frozen=True)
class Desk:
    """The people of two communes and the clock they share."""

    clock: FixedClock
    clerk: Principal
    specialist: Principal
    leader: Principal
    stranger: Principal

    def act(self, who: Principal) -> Act:
        """Return an act at the clock's moment."""
        return act_of(who, self.clock.now())

    async def take(self, procedure: str = MARRIAGE, key: str = "", **changes: Any) -> Received:
        """Take a dossier in at the clerk's desk."""
        return await receive(new_dossier(procedure, **changes), self.act(self.clerk), key)


def new_dossier(procedure: str = MARRIAGE, **changes: Any) -> NewDossier:
    """Return a dossier as a clerk would send it."""
    values: dict[str, Any] = {
        "owner_name": "Nguyễn Minh Hòa",
        "owner_identity": "080123456789",
        "owner_phone": "0912345678",
        "owner_address": "Ấp 3, xã Mỹ Hạnh Bắc",
        "papers": [HandedIn(paper=1, originals=1)],
    }
    return NewDossier(procedure=procedure, **(values | changes))


@cache
def shipped() -> dict[str, Any]:
    """Return the shipped catalogue as read from its file."""
    return yaml.safe_load(CATALOGUE.read_text("utf-8"))  # type: ignore[no-any-return]


async def load_catalogue(at: datetime, codes: Collection[str] = USED) -> None:
    """Load the shipped workflows and the procedures that the tests use; an empty collection means all of them."""
    content = shipped()
    entries = [row for row in content["procedures"] if not codes or row["code"] in codes]
    await publish_workflows(SHIPPED, system_act(at))
    await import_procedures(entries, content["fields"], system_act(at))


async def open_desk(clock: FixedClock) -> Desk:
    """Open the desk of Mỹ Hạnh Bắc, with a clerk of the next commune as a stranger."""
    at = clock.now()
    await load_catalogue(at)
    return Desk(
        clock=clock,
        clerk=await staff("clerk", "my-hanh-bac.mot-cua", at),
        specialist=await staff("specialist", "my-hanh-bac", at),
        leader=await staff("leader", "my-hanh-bac", at),
        stranger=await staff("clerk", "my-hanh-nam.mot-cua", at),
    )


@pytest.fixture
async def desk(db: None, clock: FixedClock) -> Desk:
    """A desk in the test's transaction."""
    return await open_desk(clock)


@pytest.fixture
async def committed_desk(committed_db: str, clock: FixedClock) -> Desk:
    """A desk in a database of its own, with real commits and several connections."""
    return await open_desk(clock)

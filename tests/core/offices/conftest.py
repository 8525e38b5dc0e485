import tomllib
from datetime import datetime

import pytest

from core.acting import SYSTEM, Act
from core.offices.commands import load_organisation
from core.offices.domain.organisation import Organisation, read_organisation
from core.settings import config_folder


def read(name: str) -> Organisation:
    return read_organisation(tomllib.loads((config_folder() / name).read_text("utf-8")))


@pytest.fixture
def system(clock) -> Act:
    return Act(who=SYSTEM, at=clock.now())


@pytest.fixture
async def tree_2017(db: None, system: Act) -> None:
    await load_organisation(read("organisation.toml"), system)


def act_at(moment: str, act: Act) -> Act:
    return Act(who=act.who, at=datetime.fromisoformat(moment))

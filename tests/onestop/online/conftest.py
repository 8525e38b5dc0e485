import pytest

from tests.onestop.conftest import Desk
from tests.onestop.online.home import Home, open_home


@pytest.fixture
async def home(desk: Desk) -> Home:
    """A citizen at home, in the test's transaction."""
    return await open_home(desk)

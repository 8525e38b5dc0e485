import pytest
from hypothesis import HealthCheck, settings

from tests.processes import own_database, server_folder  # noqa: F401 -- fixtures for every folder


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio only: the database driver knows no other loop."""
    return "asyncio"


# A crowded machine is slow at drawing examples, too: that says nothing about the code.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

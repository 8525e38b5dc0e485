import pytest

from tests.processes import own_database, server_folder  # noqa: F401 -- fixtures for every folder


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio only: the database driver knows no other loop."""
    return "asyncio"

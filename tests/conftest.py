import pytest


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Run async tests on asyncio only: the database driver knows no other loop."""
    return "asyncio"

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from core.accounts.commands.matrix import seed_matrix
from core.registry import current


@asynccontextmanager
async def seeded_matrix(_app: Any) -> AsyncIterator[None]:
    """Give permissions of newly installed plugins to their first roles before the first request is served."""
    await seed_matrix(current().permissions.values())
    yield

"""Demonstration data: every part and plugin fills an empty installation with a busy week, in one transaction."""

import random
from datetime import datetime
from typing import Any

import structlog

from core import db
from core.contributions import DemoContext, DemoData
from core.registry import Registry

SEED = 2017
log = structlog.get_logger()


async def is_empty() -> bool:
    """Tell whether nobody has loaded anything yet: there is no unit of any agency."""
    return not await db.value("SELECT EXISTS (SELECT 1 FROM offices.offices_unit)")


async def load(registry: Registry, at: datetime, shared: dict[str, Any] | None = None) -> DemoContext:
    """Load all demonstration data, as seen from the moment `at`; return the context with what the loaders left.

    All or nothing; the random source is seeded, so two installations look alike (their passwords do not).
    """
    context = DemoContext(at=at, random=random.Random(SEED), shared=shared or {})  # noqa: S311 -- plays, protects nothing
    items: list[DemoData] = sorted(registry.all("demo_data"), key=lambda item: item.order)
    async with db.transaction():
        for item in items:
            await item.load(context)
    return context

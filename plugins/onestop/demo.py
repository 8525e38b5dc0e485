"""A busy week at the desks; written when the offices' own demonstration data are known."""

from core.contributions import DemoContext


async def load_week(context: DemoContext) -> None:
    """Load nothing yet."""
    del context

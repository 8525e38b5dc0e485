"""Filings from home of the last days, in every state, made with the commands that people use."""

from core.contributions import DemoContext


async def load_filings(context: DemoContext) -> None:
    """Publish the shipped forms, then file."""

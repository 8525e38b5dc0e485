"""What a program sees of personal data: as much as the page shows to a person who has not asked for more."""

from collections.abc import Collection


def masked(text: str) -> str:
    """Return an identity number or phone with all but its last three characters hidden."""
    return "•" * max(0, len(text) - 3) + text[-3:]


def wanted_fields(text: str, known: Collection[str]) -> tuple[list[str], list[str]]:
    """Return the fields named in a comma-separated text in the order of `known`, and the names that are unknown."""
    asked = {name.strip() for name in text.split(",") if name.strip()}
    return [name for name in known if name in asked], sorted(asked.difference(known))

"""What a change changed: pure comparison of two states of a record."""

from collections.abc import Mapping

Values = Mapping[str, object]


def differences(before: Values, after: Values) -> dict[str, list[object]]:
    """Return field -> [before, after] of the fields that differ; a field that one side lacks counts as None there."""
    names = [*before, *(name for name in after if name not in before)]
    return {name: [before.get(name), after.get(name)] for name in names if before.get(name) != after.get(name)}

"""Rules that hold for every typst template of the project."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
TEMPLATES = sorted([*(ROOT / "core").rglob("*.typ"), *(ROOT / "plugins").rglob("*.typ")])


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_values_are_never_evaluated_and_nothing_is_fetched(template: Path) -> None:
    source = template.read_text("utf-8")
    for forbidden in ("eval(", "@preview", "http://", "https://", "plugin("):
        assert forbidden not in source, forbidden


def test_there_are_templates() -> None:
    assert {"common.typ", "receipt.typ"} <= {template.name for template in TEMPLATES}

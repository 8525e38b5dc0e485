"""A style sheet with a block that is never closed draws half of its pages wrong, and nothing else says so."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEETS = [
    path.relative_to(ROOT)
    for part in ("core", "plugins")
    for path in (ROOT / part).rglob("*.css")
    if "vendor" not in path.parts
]


@pytest.mark.parametrize("sheet", SHEETS, ids=str)
def test_every_block_of_a_style_sheet_is_closed(sheet: Path) -> None:
    text = re.sub(r'/\*.*?\*/|"[^"\n]*"', "", (ROOT / sheet).read_text("utf-8"), flags=re.DOTALL)
    assert text.count("{") == text.count("}")

"""Every icon that our templates and menus name is in the sprite; a misspelt one would show as a mere point."""

import re
from pathlib import Path

import pytest

from core.web.assets import VENDOR_FOLDER, load_assets

ROOT = Path(__file__).resolve().parents[3]
USES = {
    "*.html": re.compile(r"\bicon\(\s*[\"']([a-z0-9-]+)[\"']|\bempty_state\(\s*[\"']([a-z0-9-]+)[\"']"),
    "*.py": re.compile(r"\bicon\s*=\s*\"([a-z0-9-]+)\""),
}


def named() -> set[tuple[str, str]]:
    found = set()
    for pattern, use in USES.items():
        for folder in ("core", "plugins"):
            for path in (ROOT / folder).rglob(pattern):
                for groups in use.findall(path.read_text(encoding="utf-8")):
                    names = groups if isinstance(groups, tuple) else (groups,)
                    found |= {(name, str(path.relative_to(ROOT))) for name in names if name}
    return found


def test_every_named_icon_is_shipped() -> None:
    if not (VENDOR_FOLDER / "manifest.json").is_file():
        pytest.skip("third-party files not built: python config/assets/build.py")
    icons = load_assets({}).manifest.icons
    uses = named()
    assert len(uses) > 30
    assert not {use for use in uses if use[0] not in icons}

from pathlib import Path

import pytest

from core.text.check_catalogues import Finding, Kind, check

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def findings() -> list[Finding]:
    return check(ROOT)


@pytest.mark.parametrize("kind", ["missing", "empty", "fuzzy", "placeholders", "conflict"])
def test_english_is_complete(findings: list[Finding], kind: Kind) -> None:
    """`python -m core.text.check_catalogues --write` appends what is missing, to be translated."""
    wrong = [str(finding) for finding in findings if finding.kind == kind]
    assert not wrong, "\n".join(wrong)

import pytest

from plugins.assets.inventory.domain.changes import differences
from plugins.assets.inventory.domain.serials import real_serial


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("vnb3k12345", "VNB3K12345"),
        ("  CN-0A1  ", "CN-0A1"),
        ("", None),
        (None, None),
        ("To be filled by O.E.M.", None),
        ("Default string", None),
        ("0", None),
        ("0000000", None),
        ("xxxxxxx", None),
        ("N/A", None),
        ("-", None),
        ("Không có", None),
        ("0000000A", "0000000A"),
    ],
)
def test_placeholders_are_no_serials(typed: str | None, kept: str | None) -> None:
    assert real_serial(typed) == kept


def test_only_what_differs_is_remembered() -> None:
    assert differences({"a": 1, "b": 2, "c": None}, {"a": 1, "b": 3, "d": 4}) == {"b": [2, 3], "d": [None, 4]}

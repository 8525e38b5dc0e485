from pathlib import Path

import pytest

from core.printing.fonts import PREFERRED, FontMissingError, find_fonts, vendor_folder


def test_without_any_font_the_error_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FontMissingError, match="run the asset build") as raised:
        find_fonts(tmp_path, substitutes=["No Such Font"])
    assert str(tmp_path) in str(raised.value)


def test_a_missing_folder_is_no_other_error(tmp_path: Path) -> None:
    with pytest.raises(FontMissingError):
        find_fonts(tmp_path / "absent", substitutes=[])


def test_a_substitute_of_the_system_is_taken_in_order(tmp_path: Path) -> None:
    # the compiler's own embedded font counts as installed, so this holds on every machine
    assert find_fonts(tmp_path, substitutes=["No Such Font", "Libertinus Serif"]).family == "Libertinus Serif"


@pytest.mark.skipif(not vendor_folder().is_dir(), reason="the asset build has not run: no fonts in core/static/vendor")
def test_the_shipped_font_is_preferred_and_no_system_font_is_looked_at() -> None:
    fonts = find_fonts(vendor_folder())
    assert fonts.family == PREFERRED
    faces = {(font.style, font.weight) for font in fonts.found.fonts() if font.family == PREFERRED}
    assert faces == {("normal", 400), ("normal", 700), ("italic", 400), ("italic", 700)}
    assert "DejaVu Serif" not in fonts.found.families()

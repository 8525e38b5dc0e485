"""The label is read by an independent reader: bars and QR code, as a 203 dpi label printer prints them."""

import io

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import sync_playwright

from core.codes import ASSET, compose
from plugins.assets.inventory.drawing import HEIGHT_MM, WIDTH_MM, label_svg

BASE = "https://motcua.duchoa.longan.gov.vn"
CHROMIUM = "/usr/bin/chromium"
CSS_DPI = 96


def rendered(svg: str, dpi: int) -> Image.Image:
    """Return the label as pixels at a resolution, by a browser that has nothing to do with our drawing."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        size = {"width": round(WIDTH_MM / 25.4 * CSS_DPI) + 2, "height": round(HEIGHT_MM / 25.4 * CSS_DPI) + 2}
        page = browser.new_page(viewport=size, device_scale_factor=dpi / CSS_DPI)
        page.set_content(f"<style>body{{margin:0}}svg{{display:block}}</style>{svg}")
        picture = page.screenshot()
        browser.close()
    return Image.open(io.BytesIO(picture)).convert("L")


@pytest.mark.slow
@pytest.mark.parametrize("dpi", [203, 300])
def test_both_codes_are_read_in_black_and_white(dpi: int) -> None:
    pytest.importorskip("playwright")
    code = compose(ASSET, unit=12, running=345, **{"class": 3})
    label = label_svg(code, "Máy in <một cửa> & hộ tịch", "Xã Hòa Khánh Đông", BASE)
    printed = rendered(label, dpi).point(lambda grey: 255 if grey > 127 else 0)
    read = {result.text for result in zxingcpp.read_barcodes(printed)}
    assert read == {code, f"{BASE}/q/{code}"}


def test_names_are_text_not_markup() -> None:
    label = label_svg("0010300000194", "<script>alert(1)</script>", '"&', BASE)
    assert "<script" not in label
    assert "&lt;script" in label

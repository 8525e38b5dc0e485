"""Reading a label with a camera: a real Chromium films a picture of it, the WebAssembly reader of our own reads it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from core.codes.code128 import module_widths

CODE = "0412600004183"


def film(path: Path, text: str) -> None:
    """Write a motion-JPEG of a Code 128 label, 640 x 480, as a phone held still would see it."""
    frame = Image.new("L", (640, 480), 205)
    draw = ImageDraw.Draw(frame)
    widths, module = module_widths(text), 3
    x = (640 - sum(widths) * module) // 2
    draw.rectangle((x - 40, 150, 640 - x + 40, 330), fill=255)
    for place, width in enumerate(widths):
        if place % 2 == 0:
            draw.rectangle((x, 170, x + width * module - 1, 310), fill=15)
        x += width * module
    with path.open("wb") as file:
        for _ in range(10):
            frame.convert("RGB").save(file, "JPEG", quality=90)


@pytest.fixture(name="phone")
def open_phone(launch: Callable[..., Browser], site: str, tmp_path: Path) -> Iterator[Page]:
    film(tmp_path / "label.mjpeg", CODE)
    browser = launch(
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={tmp_path / 'label.mjpeg'}",
    )
    yield browser.new_page(base_url=site)
    browser.close()


def test_a_label_before_the_camera_is_read_once(phone: Page) -> None:
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.goto("/staff_camera")
    assert not [url for url in asked if "zxing" in url or "barcode-detector" in url]
    phone.evaluate("""() => {
      window.scans = [];
      document.addEventListener("scan", (e) => { window.scans.push(e.detail.digits); e.preventDefault(); });
    }""")
    phone.click("[data-camera-start]")
    phone.locator("[data-camera] [role=status]", has_text=CODE).wait_for()
    phone.wait_for_timeout(500)
    assert phone.evaluate("window.scans") == [CODE]
    assert all(url.startswith(("http://127.0.0.1", "blob:")) for url in asked)
    phone.click("[data-camera-start]")
    assert not phone.locator("video").is_visible()


def test_a_refused_camera_says_what_to_do(phone: Page) -> None:
    phone.goto("/staff_camera")
    phone.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('refused')); }")
    phone.click("[data-camera-start]")
    phone.locator("[data-camera] [role=status]", has_text="hoặc gõ mã").wait_for()
    assert phone.get_attribute("[data-camera-start]", "aria-pressed") == "false"

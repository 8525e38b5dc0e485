"""What people do at the one-stop desk, shared by the journeys: take in, print the slip, read it, scan it."""

import io
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, Route, expect
from pypdf import PdfReader

from tests.core.web.test_scanner_js import type_keys

SCANNER_MS = 9  # between two keys of a scanner; the fastest hand needs 50
HAND_MS = 60
PROCEDURE = "2.000748"  # changes in civil status, at the district: settled by the specialist, signed by the leader
CODE = re.compile(r"\d{3}\.\d{2}\.\d{2}\.H\d{2}-\d{6}-\d{4,}")


@dataclass
class Hands:
    """Ten fingers on a keyboard; counts what they press."""

    page: Page
    pressed: int = 0

    def type(self, text: str) -> None:
        """Type a text as fast as a hand may without being taken for a scanner."""
        self.page.keyboard.type(text, delay=HAND_MS)
        self.pressed += len(text)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.page.keyboard.press(key)
        self.pressed += len(keys)

    def line(self, text: str) -> None:
        """Type a text and press Enter."""
        self.type(text)
        self.press("Enter")


@dataclass(frozen=True)
class Slip:
    """What stands on form 01: its text, one string a line, and the digits of its codes as the print under them says."""

    text: str
    token: str


def take_in(page: Page, url: str, owner: str, *, identity: str, phone: str) -> str:
    """Take a dossier in with the form, logged in as a clerk; return its number."""
    page.goto(f"{url}/staff/dossiers/new?procedure={PROCEDURE}")
    page.get_by_label("Họ tên chủ hồ sơ").fill(owner)
    page.locator("[name=owner_identity]").fill(identity)
    page.locator("[name=owner_phone]").fill(phone)
    page.locator("[name='papers.0.given']").check()
    page.get_by_role("button", name="Tiếp nhận hồ sơ").click()
    return taken(page)


def taken(page: Page) -> str:
    """Wait for the page of a dossier that was just taken in; return its number."""
    page.wait_for_url(re.compile(r"/staff/dossiers/[^/?]+\?taken=1$"))
    found = CODE.search(page.url)
    assert found is not None, page.url
    return found[0]


def printed(page: Page, press: str = "") -> bytes:
    """Print the slip, with the button or with a key; return the PDF file that the browser got in its new tab."""
    papers: list[bytes] = []

    def keep(route: Route) -> None:
        answer = route.fetch()
        papers.append(answer.body())
        route.fulfill(response=answer)

    page.context.route("**/slip", keep)
    with page.context.expect_page() as opened:
        if press:
            page.keyboard.press(press)
        else:
            page.get_by_role("button", name="In giấy tiếp nhận").click()
    opened.value.wait_for_load_state()
    page.context.unroute("**/slip", keep)
    opened.value.close()
    return papers[0]


def read(paper: bytes) -> Slip:
    """Read the text of a slip."""
    (sheet,) = PdfReader(io.BytesIO(paper)).pages
    text = sheet.extract_text()
    digits = re.search(r"\b(?:\d{4} ){4}\d{4}\b", text)
    assert digits is not None, text
    return Slip(text, digits[0].replace(" ", ""))


def codes_on(paper: bytes, folder: Path) -> dict[str, str] | None:
    """Read the bar code and the QR code from the paper as poppler draws it; None where poppler is not installed."""
    if shutil.which("pdftoppm") is None:
        return None
    file = folder / "slip.pdf"
    file.write_bytes(paper)
    subprocess.run(["pdftoppm", "-r", "203", "-singlefile", "-png", file, file.with_suffix("")], check=True)
    found = zxingcpp.read_barcodes(Image.open(file.with_suffix(".png")))
    return {code.format.name: code.text for code in found}


def scan(page: Page, digits: str) -> None:
    """Scan a code wherever the focus is; the page's clock stands meanwhile: a busy machine is no slow scanner."""
    if not page.evaluate("() => 'pwClock' in globalThis || '__pwClock' in globalThis"):
        page.clock.install()
    page.clock.pause_at(page.evaluate("() => Date.now() + 100"))
    keyboard = page.context.new_cdp_session(page)
    type_keys(page, keyboard, f"{digits}\n", SCANNER_MS)
    keyboard.detach()
    page.clock.resume()


def take_step(page: Page, title: str) -> None:
    """Press the button of a step on a dossier's page, and wait for the page to say that it was taken."""
    page.locator(".moves").get_by_role("button", name=title, exact=True).click()
    expect(page.locator(".timeline").first).to_contain_text(title)

"""The whole product as its users meet it: web, worker, database, mail server, browser; started once for all journeys."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pyotp
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / ".motcua" / "test-assets" / "axe.js"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": (360, 740), "desk": (1280, 900)}


def free_port() -> int:
    """Return a TCP port that nobody uses right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Mailbox:
    """A real SMTP server that keeps what arrives."""

    def __init__(self) -> None:
        from aiosmtpd.controller import Controller

        self.messages: list[EmailMessage] = []
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 -- the library's name
        self.messages.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        return "250 kept"

    def wait_for(self, address: str, seconds: float = 30) -> EmailMessage:
        """Return the newest mail to an address, waiting for it."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in reversed(self.messages):
                if address in str(message["To"]):
                    return message
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address}; got {[m['To'] for m in self.messages]}")

    def stop(self) -> None:
        self.controller.stop()


@dataclass
class District:
    """A running installation. logins: role -> {username, password, totp_secret}."""

    url: str
    logins: dict[str, dict[str, str]]
    api_token: str
    mailbox: Mailbox
    home: Path
    process: subprocess.Popen[bytes]
    used_codes: dict[str, str] = field(default_factory=dict)

    def log_in(self, page: Page, role: str) -> None:
        """Log in through the pages, with password and one-time code."""
        login = self.logins[role]
        page.goto(f"{self.url}/login")
        page.fill("[name=username]", login["username"])
        page.fill("[name=password]", login["password"])
        page.keyboard.press("Enter")
        page.wait_for_selector("[name=code]")
        page.fill("[name=code]", self.fresh_code(role))
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: urlsplit(address).path.startswith("/staff"))

    def fresh_code(self, role: str) -> str:
        """Return a one-time code that was not used yet: the product accepts each code once."""
        totp = pyotp.TOTP(self.logins[role]["totp_secret"])
        while (code := totp.now()) == self.used_codes.get(role):
            time.sleep(0.5)
        self.used_codes[role] = code
        return code


def start(home: Path, database_url: str) -> District:
    """Start the product on a free port with demonstration data and our own mail server."""
    mailbox = Mailbox()
    settings = home / "motcua.toml"
    settings.write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {mailbox.port}\ntls = "none"\nsender = "vanphong@duchoa.example"\n', "utf-8"
    )
    port = free_port()
    environment = {**os.environ, "MOTCUA_CONFIG": str(settings), "MOTCUA_DATABASE_URL": database_url}
    log = (home / "log.txt").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "core", "dev", "--home", str(home), "--port", str(port)],
        cwd=ROOT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    url = f"http://127.0.0.1:{port}"
    _wait(f"{url}/health/ready", process, home / "log.txt")
    facts = json.loads((home / "dev.json").read_text("utf-8"))
    logins = {login["role"]: login for login in reversed(facts["logins"])}
    return District(url, logins, facts["api_token"], mailbox, home, process)


def stop(district: District) -> None:
    """Stop what `start` started."""
    district.process.send_signal(signal.SIGINT)
    try:
        district.process.wait(30)
    except subprocess.TimeoutExpired:
        district.process.kill()
    district.mailbox.stop()


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the product ended with {process.returncode}:\n{log.read_text('utf-8')[-4000:]}")
        try:
            with urlopen(url, timeout=3) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"not ready in two minutes:\n{log.read_text('utf-8')[-4000:]}")


def at_width(browser: Browser, width: str, *, dark: bool = False, scripts: bool = True) -> Iterator[Page]:
    """Open a page in a context of its own, as wide as a phone or a desk's screen."""
    wide, high = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": wide, "height": high},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
    )
    try:
        yield context.new_page()
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """Return what axe finds on the open page against WCAG 2.2 A and AA, as "rule: element" lines."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    return [f"{v['id']}: {n['html'][:160]}" for v in found["violations"] for n in v["nodes"]]


def assert_accessible(page: Page, url: str | None = None) -> None:
    """Check the page at 360 and 1280 px, light and dark: no violation, no sideways scrolling."""
    if url:
        page.goto(url)
    size = page.viewport_size
    for width, (wide, high) in WIDTHS.items():
        page.set_viewport_size({"width": wide, "height": high})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            assert violations(page) == [], f"{page.url} at {width}, {scheme}"
        overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 1, f"{page.url} scrolls sideways by {overflow} px at {width}"
    page.emulate_media(color_scheme="light")
    if size:
        page.set_viewport_size(size)

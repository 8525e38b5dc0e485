"""The whole product as its users meet it: web, worker, database, mail server, browser; started once."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Cookie, Page, Request

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
START_SECONDS = 240
PATIENCE_MS = 60_000  # for a page on a crowded machine; nothing waits that long when all is well
WIDTHS = {"phone": (360, 740), "desk": (1280, 900)}


# Two answers that a person's mistake gets are pages of their own; Chromium writes every such status to the console.
FORM_ANSWERS = ("status of 422", "status of 409")
# The viewer of PDF files is an extension inside the browser; data and blob: addresses leave the page for nowhere.
BROWSER_S_OWN = ("chrome-extension:", "chrome:", "data:", "blob:")
# What a policy refuses is no exception of the page's scripts: this makes it heard.
TELL_REFUSALS = """addEventListener("securitypolicyviolation",
  (event) => console.error(`policy: ${event.violatedDirective} refuses ${event.blockedURI} (${event.sourceFile})`));"""

# Colours that still fade have no contrast to measure.
SETTLE = """async () => {
  for (const end = Date.now() + 10_000; document.getAnimations().length && Date.now() < end;)
    await new Promise((then) => setTimeout(then, 20));
}"""


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """Return a port of the loopback address, TCP unless told otherwise, that nobody uses right now."""
    with socket.socket(type=kind) as probe:
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

    def wait_for(self, subject: str, seconds: float = 60) -> EmailMessage:
        """Return the newest mail whose subject has these words, waiting for it: it goes out in the worker."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for message in reversed(self.messages):
                if subject in str(message["Subject"]):
                    return message
            time.sleep(0.1)
        raise AssertionError(f"no mail about {subject!r}; got {[str(m['Subject']) for m in self.messages]}")

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
    sessions: dict[str, list[Cookie]] = field(default_factory=dict)

    def log_in(self, page: Page, role: str) -> None:
        """Log in through the pages, with password and one-time code; later windows take over the session."""
        if role in self.sessions:
            page.context.add_cookies(self.sessions[role])  # type: ignore[arg-type] -- given back as they were taken
            page.goto(f"{self.url}/staff")
            return
        login = self.logins[role]
        page.goto(f"{self.url}/login")
        page.fill("[name=username]", login["username"])
        page.fill("[name=password]", login["password"])
        page.keyboard.press("Enter")
        page.wait_for_selector("[name=code]")
        page.fill("[name=code]", self.fresh_code(role))
        page.keyboard.press("Enter")
        page.wait_for_url(lambda address: urlsplit(address).path.startswith("/staff"))
        self.sessions[role] = page.context.cookies()

    def log_out(self, page: Page, role: str) -> None:
        """Log out through the pages."""
        page.locator(".menu > summary").click()
        page.get_by_role("button", name="Đăng xuất").click()
        del self.sessions[role]

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
        f'[mail]\nhost = "127.0.0.1"\nport = {mailbox.port}\ntls = "none"\nsender = "vanphong@duchoa.example"\n'
        f"[plugin.assets]\ndemo_port = {free_port(socket.SOCK_DGRAM)}\n",
        "utf-8",
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
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the product ended with {process.returncode}:\n{log.read_text('utf-8')[-4000:]}")
        try:
            with urlopen(url, timeout=3) as answer:
                if answer.status == 200:
                    return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(f"not ready in {START_SECONDS} s:\n{log.read_text('utf-8')[-4000:]}")


class Witness:
    """What went wrong in a browser's window without anybody seeing it, and whom its pages asked for anything."""

    def __init__(self, context: BrowserContext) -> None:
        self.complaints: list[str] = []
        self.origins: set[str] = set()
        context.add_init_script(TELL_REFUSALS)
        context.on("console", self._console)
        context.on("weberror", lambda event: self.complaints.append(f"uncaught: {event.error}"))
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        place = str(message.location.get("url"))
        ours = not place.startswith(BROWSER_S_OWN)
        if message.type == "error" and ours and not any(answer in message.text for answer in FORM_ANSWERS):
            self.complaints.append(f"{place}: {message.text}")

    def _request(self, request: Request) -> None:
        if not request.url.startswith(BROWSER_S_OWN):
            self.origins.add("{0.scheme}://{0.netloc}".format(urlsplit(request.url)))

    def check(self) -> None:
        """Check that no page complained, and that every page asked one origin only."""
        assert not self.complaints, "\n".join(self.complaints)
        assert len(self.origins) <= 1, f"pages asked other origins: {self.origins}"


@contextmanager
def window(browser: Browser, width: str, *, scripts: bool = True) -> Iterator[Page]:
    """Open a page in a context of its own, as wide as a phone or a desk's screen, and find it clean at its end."""
    wide, high = WIDTHS[width]
    context = browser.new_context(
        viewport={"width": wide, "height": high},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        color_scheme="light",
        reduced_motion="reduce",
        java_script_enabled=scripts,
    )
    context.set_default_timeout(PATIENCE_MS)
    witness = Witness(context)
    try:
        yield context.new_page()
        witness.check()
    finally:
        context.close()


def violations(page: Page) -> list[str]:
    """Return what axe finds on the open page against WCAG 2.2 A and AA, as "rule: element" lines."""
    page.evaluate(SETTLE)
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    return [f"{v['id']}: {n['html'][:160]}" for v in found["violations"] for n in v["nodes"]]


def assert_accessible(page: Page, url: str | None = None) -> None:
    """Check the page at 360 and 1280 px, light and dark: no violation, no sideways scrolling."""
    if url:
        page.goto(url)
    size, found = page.viewport_size, []
    for width, (wide, high) in WIDTHS.items():
        page.set_viewport_size({"width": wide, "height": high})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{width}, {scheme}: {fault}" for fault in violations(page)]
        overflow = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if overflow > 1:
            found.append(f"{width}: scrolls sideways by {overflow} px")
    page.emulate_media(color_scheme="light")
    if size:
        page.set_viewport_size(size)
    assert not found, "\n".join([page.url, *found])

"""A small site of sample pages: every component in both skins, served with the product's security headers.

The pages are judged by axe and by the eye: `python tests/core/web/gallery_site.py` serves them for development.
"""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader

from core.text import formats
from core.text.i18n import jinja_translations
from core.web import charts
from core.web.assets import CORE_FOLDER, Assets, install_assets, load_assets
from core.web.middleware import CAMERA_CSP, CSP
from tests.core.web.gallery_data import context

HERE = Path(__file__).resolve().parent
TEMPLATES = CORE_FOLDER.parent / "templates"
PAGES = sorted(path.stem for path in (HERE / "gallery").glob("*.html"))


def environment(assets: Assets) -> Environment:
    made = Environment(
        loader=FileSystemLoader([HERE / "gallery", TEMPLATES]),
        autoescape=True,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_callables(**jinja_translations(), newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(url=lambda path: path, charts=charts, agency_name="UBND huyện Đức Hòa", app_name="motcua")
    made.filters.update(formats.FILTERS)
    install_assets(made, assets)
    return made


class Site:
    """Answers `/<page>` with the rendered sample and `/static/...` as the product does."""

    def __init__(self) -> None:
        self.assets = load_assets({}, development=True)
        self.environment = environment(self.assets)

    def answer(self, address: str) -> tuple[int, str, bytes]:
        parts = urlsplit(address)
        if parts.path.startswith("/static/"):
            version, _, name = parts.path.removeprefix("/static/").partition("/")
            package, rest = (
                ("vendor", name) if version == "vendor" else (name.partition("/")[0], name.partition("/")[2])
            )
            path = self.assets.locate(package, rest)
            if path is None:
                return 404, "text/plain", b""
            content = self.assets.read(path)
            return 200, content.media_type, content.body
        page = parts.path.strip("/")
        if page not in PAGES:
            return 200, "text/html; charset=utf-8", f"<title>{page}</title><p id=address>{address}</p>".encode()
        html = self.environment.get_template(f"{page}.html").render(context(page, parts.query))
        return 200, "text/html; charset=utf-8", html.encode()


@contextmanager
def serve(port: int = 0) -> Iterator[str]:
    """Serve the gallery on this machine; yields its address."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            status, media_type, body = site.answer(self.path)
            self.send_response(status)
            if "gzip" in self.headers.get("accept-encoding", "") and not media_type.startswith("font/"):
                body = gzip.compress(body, 6)
                self.send_header("content-encoding", "gzip")
            self.send_header("content-type", media_type)
            self.send_header("content-length", str(len(body)))
            self.send_header("content-security-policy", CAMERA_CSP if "camera" in self.path else CSP)
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            self.do_GET()

        def log_message(self, *args: Any) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    with serve(8100) as address:
        print(f"{address}/{PAGES[0]}", PAGES)
        threading.Event().wait()

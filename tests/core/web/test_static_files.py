"""How browser files are sent: cached for good under a versioned address, compressed, never from outside the folder."""

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from litestar import Litestar

from core.web.assets import VENDOR_FOLDER, Assets, load_assets
from core.web.static_files import favicon_route, static_route

pytestmark = pytest.mark.anyio

if not (VENDOR_FOLDER / "manifest.json").is_file():
    pytest.skip("third-party files not built: python config/assets/build.py", allow_module_level=True)

SOURCE = "export const answer = 42;\n" * 200


@pytest.fixture(name="assets")
def loaded_assets(tmp_path: Path) -> Assets:
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "list.js").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "secret.txt").write_text("not for browsers", encoding="utf-8")
    return load_assets({"example": folder})


@pytest.fixture(name="browser")
async def open_browser(assets: Assets) -> AsyncIterator[httpx.AsyncClient]:
    app = Litestar([static_route(assets), favicon_route(assets)], openapi_config=None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://office.test") as client:
        yield client


async def test_versioned_file_may_be_kept_for_a_year(browser: httpx.AsyncClient, assets: Assets) -> None:
    answer = await browser.get(assets.address("example/list.js").path)
    assert answer.status_code == 200
    assert answer.text == SOURCE
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_address_of_an_older_version_gives_the_present_file_but_may_not_be_kept(
    browser: httpx.AsyncClient,
) -> None:
    answer = await browser.get("/static/0123456789ab/example/list.js")
    assert answer.text == SOURCE
    assert answer.headers["cache-control"] == "no-cache"


async def test_gzip_only_when_accepted(browser: httpx.AsyncClient, assets: Assets) -> None:
    path = assets.address("tabler.css").path
    async with browser.stream("GET", path, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join([chunk async for chunk in packed.aiter_raw()])
    plain = await browser.get(path, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert len(raw) < len(plain.content) / 5
    assert gzip.decompress(raw) == plain.content
    assert "content-encoding" not in plain.headers
    assert packed.headers["vary"] == plain.headers["vary"] == "accept-encoding"


async def test_known_file_is_not_sent_again(browser: httpx.AsyncClient, assets: Assets) -> None:
    path = assets.address("example/list.js").path
    etag = (await browser.get(path)).headers["etag"]
    answer = await browser.get(path, headers={"if-none-match": etag})
    assert answer.status_code == 304
    assert answer.content == b""


@pytest.mark.parametrize(
    "path",
    [
        "/static/v/example/..%2Fsecret.txt",
        "/static/v/example/%2e%2e/secret.txt",
        "/static/vendor/..%2F..%2Fapp.py",
        "/static/v/nobody/list.js",
        "/static/v/example/",
        "/static/vendor/manifest",
    ],
)
async def test_what_is_not_a_browser_file_is_not_found(browser: httpx.AsyncClient, path: str) -> None:
    assert (await browser.get(path)).status_code == 404


async def test_wasm_has_the_type_that_browsers_compile_while_loading(
    browser: httpx.AsyncClient, assets: Assets
) -> None:
    answer = await browser.head(assets.address("zxing-reader.wasm").path)
    assert answer.headers["content-type"] == "application/wasm"


async def test_a_browser_that_asks_for_the_icon_by_its_old_name_finds_it(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/favicon.ico", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("image/svg+xml")

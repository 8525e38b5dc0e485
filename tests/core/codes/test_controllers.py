"""One address for every code: it leads where the plugins say, and tells strangers nothing."""

from collections.abc import Iterator

import httpx
import pytest

from core import registry as registries
from core.acting import Principal
from core.codes import ASSET, DOSSIER_SLIP, compose, kind_of, slip_token
from core.contributions import CodePattern, PluginInfo
from core.plugins import Loaded
from core.registry import Registry

pytestmark = pytest.mark.anyio
SLIP = slip_token(b"a key of an installation, secret", 7, 1)
OLD_SLIP = slip_token(b"a key of an installation, secret", 7, 2)
LABEL = compose(ASSET, unit=1, **{"class": 20}, running=123)
TWICE = compose(ASSET, unit=1, **{"class": 20}, running=124)


async def slip_path(code: str, _principal: Principal) -> str | None:
    return "/tra-cuu/phieu" if code == SLIP else None


async def asset_path(code: str, _principal: Principal) -> str | None:
    return "/staff/assets/123" if code in (LABEL, TWICE) else None


async def report_path(code: str, _principal: Principal) -> str | None:
    return "/bao-hong/124" if code == TWICE else None


def is_slip(code: str) -> bool:
    return kind_of(code) is DOSSIER_SLIP


def is_asset(code: str) -> bool:
    return kind_of(code) is ASSET


@pytest.fixture(autouse=True)
def desk(registry: Registry) -> Iterator[None]:
    """An installation where slips are public, labels are for staff, and one label also has a public page."""
    patterns = (
        CodePattern("slip", "Giấy hẹn", is_slip, slip_path, public=True),
        CodePattern("asset", "Thiết bị", is_asset, asset_path),
    )
    desk = Loaded("desk", "tests", PluginInfo("desk", "Quầy", "1"), {"code_patterns": patterns})
    registries.install(Registry(registry.settings, (*registry.plugins, desk)))
    yield
    registries.install(registry)


@pytest.mark.parametrize(
    "address", [f"/q/{SLIP}", f"/q?text={SLIP}", f"/q?text=%5DC1{SLIP}%0D%0A", f"/q?text=https://testserver/q/{SLIP}"]
)
async def test_a_slip_leads_to_its_dossier_and_is_kept_nowhere(client: httpx.AsyncClient, address: str) -> None:
    answer = await client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, "/tra-cuu/phieu")
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex"
    assert answer.headers["referrer-policy"] == "no-referrer"


async def test_a_reader_of_english_stays_in_english(client: httpx.AsyncClient) -> None:
    assert (await client.get(f"/en/q/{SLIP}")).headers["location"] == "/en/tra-cuu/phieu"


async def test_a_revoked_slip_says_only_that_nothing_was_found(client: httpx.AsyncClient) -> None:
    answer = await client.get(f"/q/{OLD_SLIP}")
    assert answer.status_code == 404
    assert "Không tìm thấy gì ứng với mã này" in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_a_stranger_learns_nothing_of_labels(client: httpx.AsyncClient) -> None:
    known = await client.get(f"/q/{LABEL}", headers={"accept": "application/json"})
    unknown = await client.get(
        f"/q/{compose(ASSET, unit=9, **{'class': 20}, running=1)}", headers={"accept": "application/json"}
    )
    assert known.status_code == unknown.status_code == 401
    assert {**known.json(), "instance": ""} == {**unknown.json(), "instance": ""}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (SLIP[:-1], "thiếu hoặc thừa chữ số"),
        (SLIP[1] + SLIP[0] + SLIP[2:], "sai hoặc bị đảo chỗ"),
        ("TS-0007-AW", "chỉ gồm chữ số"),
        ("]E08938505974192", "mã vạch hàng hóa"),
        (f"https://elsewhere.example/q/{SLIP}", "trang khác"),
        ("1" * 400, "quá dài"),
        ('"><script>alert(1)</script>', "chỉ gồm chữ số"),
    ],
)
async def test_an_unreadable_scan_is_explained(client: httpx.AsyncClient, text: str, words: str) -> None:
    answer = await client.get("/q", params={"text": text})
    assert answer.status_code == 404
    assert words in answer.text
    assert "<script>alert" not in answer.text


async def test_without_a_code_there_is_a_field_to_type_it(client: httpx.AsyncClient) -> None:
    answer = await client.get("/q")
    assert answer.status_code == 200
    assert 'name="text"' in answer.text
    assert "alert" not in answer.text


async def test_codes_that_lead_to_several_places_give_a_choice(client: httpx.AsyncClient, registry: Registry) -> None:
    patterns = (
        CodePattern("slip", "Giấy hẹn", is_slip, slip_path, public=True),
        CodePattern("report", "Báo hỏng", is_asset, report_path, public=True),
    )
    desk = Loaded("desk", "tests", PluginInfo("desk", "Quầy", "1"), {"code_patterns": patterns})
    registries.install(Registry(registry.settings, (*registry.plugins, desk)))
    answer = await client.get("/q", params={"text": f"{SLIP}\r\n{TWICE}\r\n"})
    assert answer.status_code == 200
    assert 'href="/tra-cuu/phieu"' in answer.text
    assert 'href="/bao-hong/124"' in answer.text


async def test_the_camera_reads_codes_on_this_page_and_no_other_gets_its_rights(client: httpx.AsyncClient) -> None:
    page = await client.get("/q")
    assert "data-camera-start" in page.text
    assert "'wasm-unsafe-eval'" in page.headers["content-security-policy"]
    assert "'wasm-unsafe-eval'" in (await client.get("/q?text=12")).headers["content-security-policy"]
    assert "wasm" not in (await client.get("/login")).headers["content-security-policy"]

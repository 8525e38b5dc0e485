"""Every sample page in both skins: axe finds nothing, nothing scrolls sideways, the content policy holds."""

import pytest
from playwright.sync_api import Browser, Request

from tests.core.web.gallery_site import PAGES

PAGES_AND_STATES = [*PAGES, "public_form?refused", "staff_form?refused", "staff_empty?narrowed"]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_fault_that_axe_can_see(chromium: Browser, site: str, axe: str, scheme: str, width: int) -> None:
    context = chromium.new_context(
        base_url=site, viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    tab = context.new_page()
    found = []
    for name in PAGES_AND_STATES:
        tab.goto(f"/{name}", wait_until="load")
        tab.evaluate(axe)
        result = tab.evaluate("rules => axe.run(document, rules)", RULES)
        found += [
            (name, fault["id"], fault["help"], [node["target"] for node in fault["nodes"]][:5])
            for fault in result["violations"]
        ]
        assert len(result["passes"]) > 10, name
    context.close()
    assert not found


def test_open_menus_and_dialogs_are_clean_too(chromium: Browser, site: str, axe: str) -> None:
    context = chromium.new_context(base_url=site, viewport={"width": 1280, "height": 900}, bypass_csp=True)
    tab = context.new_page()
    tab.goto("/staff_list")
    tab.evaluate(axe)
    found = []
    openings = {
        "user menu": "document.querySelector('.staff-tools .menu').open = true",
        "filters": "document.querySelectorAll('.list-bar .menu').forEach(m => { m.open = true })",
        "palette": "document.getElementById('palette').showModal()",
        "keys": "document.getElementById('palette').close(), document.getElementById('keys').showModal()",
        "bulk": "document.getElementById('keys').close(), document.querySelector('.row-check').click()",
    }
    for name, script in openings.items():
        tab.evaluate(script)
        result = tab.evaluate("rules => axe.run(document, rules)", RULES)
        found += [(name, f["id"], [n["target"] for n in f["nodes"]][:5]) for f in result["violations"]]
    context.close()
    assert not found


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_nothing_scrolls_sideways(chromium: Browser, site: str, width: int) -> None:
    context = chromium.new_context(base_url=site, viewport={"width": width, "height": 800})
    tab = context.new_page()
    too_wide = []
    for name in PAGES_AND_STATES:
        tab.goto(f"/{name}")
        needed = tab.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            too_wide.append((name, needed))
    context.close()
    assert not too_wide


def test_twenty_rows_of_a_list_fit_on_a_desk_screen(chromium: Browser, site: str) -> None:
    """1920 x 1080 less the browser's own bars; all 20 rows of a page in view, without scrolling."""
    context = chromium.new_context(base_url=site, viewport={"width": 1920, "height": 940})
    tab = context.new_page()
    tab.goto("/staff_list")
    boxes = [row.bounding_box() for row in tab.locator("tbody tr").all()]
    bottoms = [box["y"] + box["height"] for box in boxes if box]
    context.close()
    assert len(bottoms) == 20
    assert max(bottoms) <= 940


def test_public_pages_need_no_script_and_nothing_from_elsewhere(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    tab = context.new_page()
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    for name in (name for name in PAGES if name.startswith("public")):
        tab.goto(f"/{name}")
        assert tab.locator("h1").count() == 1
    context.close()
    assert {url.split("/")[2] for url in asked} == {site.split("/")[2]}
    assert not [url for url in asked if url.endswith((".js", ".woff2"))]


def test_staff_page_first_load_stays_within_its_weight(chromium: Browser, site: str) -> None:
    """400 KB for the first page, as sent over the wire."""
    context = chromium.new_context(base_url=site)
    tab = context.new_page()
    sizes: dict[str, int] = {}

    def weigh(request: Request) -> None:
        sizes[request.url] = request.sizes()["responseBodySize"]

    tab.on("requestfinished", weigh)
    tab.goto("/staff_list", wait_until="networkidle")
    context.close()
    assert len(sizes) > 10
    assert 100 * 1024 < sum(sizes.values()) <= 400 * 1024, sizes

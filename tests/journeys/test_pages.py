"""Every page that the menu offers to a role opens, in both languages, and can be used by everybody."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.district import District, violations

pytestmark = pytest.mark.journey

ROLES = ("admin", "clerk", "specialist", "leader", "it_officer", "secretary", "hamlet_head", "auditor")
PUBLIC = ("/", "/thu-tuc", "/tra-cuu", "/don-vi", "/login")
judged: set[str] = set()  # addresses that axe has seen: it takes seconds, and roles share most pages


def assert_sound(page: Page, address: str, language: str) -> None:
    """Open a page: it answers, says its language, has one first heading, and nothing in it keeps anybody out."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, f"{address}: {answer.status}"
    assert page.locator("html").get_attribute("lang") == language, address
    expect(page.locator("h1")).to_have_count(1)
    if address not in judged:
        judged.add(address)
        assert violations(page) == [], address


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_the_menu_opens(district: District, page: Page, role: str, language: str) -> None:
    district.log_in(page, role)
    prefix = "/en" if language == "en" else ""
    page.goto(f"{district.url}{prefix}/staff")
    links = page.locator("nav.side a")
    paths = [str(link.get_attribute("href")) for link in links.all()]
    assert f"{prefix}/staff" in paths
    for path in [*paths, f"{prefix}/staff/account"]:
        assert path.startswith(f"{prefix}/")
        assert_sound(page, district.url + path, language)
        if path in paths and "/staff" in path:
            expect(page.locator("nav.side a[aria-current=page]")).to_have_attribute("href", path)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_public_page_opens(district: District, page: Page, language: str) -> None:
    prefix = "/en" if language == "en" else ""
    for path in PUBLIC:
        assert_sound(page, district.url + prefix + path, language)


def test_a_page_that_a_role_may_not_see_is_refused_in_words(district: District, page: Page) -> None:
    district.log_in(page, "hamlet_head")
    for path in ("/staff/dossiers", "/staff/meetings/new", "/staff/audit"):
        answer = page.request.get(district.url + path)
        assert answer.status == 403, path
        assert "<h1" in answer.text()


def test_logging_out_ends_the_session(district: District, page: Page) -> None:
    district.log_in(page, "auditor")
    kept = page.context.cookies()
    district.log_out(page, "auditor")
    page.context.add_cookies(kept)  # type: ignore[arg-type] -- a thief who copied the cookies comes too late
    page.goto(f"{district.url}/staff")
    assert page.url.startswith(f"{district.url}/login")
    expect(page.get_by_label("Mật khẩu")).to_be_visible()

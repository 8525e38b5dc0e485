"""Keys, selection, forms and theme of the staff pages in a real browser."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect


@pytest.fixture(name="desk")
def open_list(page: Page) -> Page:
    page.goto("/staff_list")
    return page


def active_key(desk: Page) -> str | None:
    found = desk.locator("tbody tr.is-active")
    return found.get_attribute("data-key") if found.count() else None


def test_j_and_k_walk_over_rows_and_x_ticks_them(desk: Page) -> None:
    keys = [row.get_attribute("data-key") for row in desk.locator("tbody tr").all()]
    desk.keyboard.press("j")
    desk.keyboard.press("j")
    assert active_key(desk) == keys[1]
    desk.keyboard.press("x")
    desk.keyboard.press("k")
    assert active_key(desk) == keys[0]
    assert desk.locator(".row-check:checked").count() == 1
    assert desk.locator("[data-check-count]").inner_text() == "1"
    assert desk.locator(".bulk-bar").is_visible()


def test_enter_opens_the_active_row(desk: Page) -> None:
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/staff/dossiers/0412600004183")


def test_slash_goes_to_the_search_and_letters_typed_there_are_letters(desk: Page) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type("jn?", delay=90)
    assert desk.input_value("#list-q") == "jn?"
    assert active_key(desk) is None


def test_single_keys_can_be_switched_off(desk: Page) -> None:
    desk.click(".staff-tools .menu summary")
    desk.click("[data-choose=keys][value=off]")
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    assert active_key(desk) is None
    desk.reload()
    desk.keyboard.press("n")
    assert desk.url.endswith("/staff_list")
    desk.keyboard.press("Control+k")
    assert desk.locator("#palette").is_visible()


def test_whole_page_and_range_are_ticked(desk: Page) -> None:
    desk.locator(".row-check").nth(2).click()
    desk.locator(".row-check").nth(6).click(modifiers=["Shift"])
    assert desk.locator(".row-check:checked").count() == 5
    desk.locator("[data-check-all]").click()
    assert desk.locator("[data-check-count]").inner_text() == "20"
    desk.locator("[data-check-none]").click()
    assert desk.locator(".row-check:checked").count() == 0
    assert not desk.locator(".bulk-bar").is_visible()


def test_help_opens_and_escape_closes(desk: Page) -> None:
    desk.keyboard.press("?")
    assert desk.locator("#keys").is_visible()
    desk.keyboard.press("Escape")
    assert not desk.locator("#keys").is_visible()


def test_menu_closes_on_escape_and_gives_the_focus_back(desk: Page) -> None:
    desk.click(".list-bar form .menu summary")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Escape")
    assert not desk.locator(".list-bar form .menu-panel").is_visible()
    assert desk.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_palette_asks_the_server_and_arrows_walk_over_its_answer(desk: Page) -> None:
    hits = '<ul class="hits"><li><a href="/staff/a">Một</a></li><li><a href="/staff/b">Hai</a></li></ul>'
    asked: list[str] = []

    def answer(route) -> None:  # type: ignore[no-untyped-def]
        asked.append(route.request.url)
        route.fulfill(body=hits, content_type="text/html; charset=utf-8")

    desk.route("**/staff/search**", answer)
    desk.keyboard.press("Control+k")
    desk.wait_for_selector("#palette-hits a")
    desk.keyboard.type("khai sinh", delay=60)
    desk.wait_for_timeout(400)
    assert asked[-1].endswith("?q=khai+sinh")
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("ArrowDown")
    assert desk.evaluate("document.activeElement.textContent") == "Hai"
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/staff/b")


def test_links_of_a_list_exchange_the_list_only_and_move_the_address(desk: Page) -> None:
    desk.evaluate("window.same = true")
    desk.route("**/staff/dossiers?**", lambda route: route.continue_(url=desk.url.replace("staff_list", "staff_empty")))
    desk.click("#page-next")
    desk.wait_for_url("**/staff/dossiers?page=4")
    desk.wait_for_selector(".empty-state")
    assert desk.evaluate("window.same") is True
    assert desk.locator("#list").count() == 1


def test_enter_in_the_palette_waits_for_the_answer_to_what_was_typed(desk: Page) -> None:
    def answer(route) -> None:
        asked = parse_qs(urlsplit(route.request.url).query).get("q", [""])[0]
        links = '<a href="/staff_form">recent</a>' if not asked else f'<a href="/staff_desk">{asked}</a>'
        route.fulfill(
            content_type="text/html", body=f'<div data-asked="{asked}"><ul class="hits"><li>{links}</li></ul></div>'
        )

    desk.route("**/staff/search**", answer)
    desk.keyboard.press("Control+k")
    desk.wait_for_selector("#palette-hits a")  # what was opened lately: a fast Enter must not open that
    desk.keyboard.type("tiep nhan")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/staff_desk")


def test_search_keeps_the_cursor_while_results_change(desk: Page) -> None:
    desk.route("**/staff/dossiers?**", lambda route: route.continue_(url=desk.url.replace("staff_list", "staff_empty")))
    desk.focus("#list-q")
    desk.keyboard.type("anh", delay=90)
    desk.wait_for_selector("#list-body .empty-state")
    assert desk.evaluate("document.activeElement.id") == "list-q"
    assert desk.input_value("#list-q") == "anh"
    assert "q=anh" in desk.url


def test_theme_is_kept_and_followed(desk: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    light = desk.evaluate(ground)
    desk.click(".staff-tools .menu summary")
    desk.click("[data-choose=theme][value=dark]")
    assert desk.evaluate(ground) != light
    assert desk.locator("[data-choose=theme][value=dark]").get_attribute("aria-pressed") == "true"
    desk.reload()
    assert desk.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    assert desk.evaluate(ground) != light


def test_ctrl_enter_saves_once_even_when_pressed_twice(page: Page) -> None:
    page.goto("/staff_form")
    posts: list[str] = []

    def receive(route) -> None:  # type: ignore[no-untyped-def]
        posts.append(route.request.post_data or "")

    page.route("**/staff/receive", receive)
    page.fill("#f-name", "Trần Văn Đức")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(200)
    assert len(posts) == 1
    assert "_csrf=t0k3n" in posts[0]
    assert "_key=k1" in posts[0]


def test_leaving_an_unsaved_form_asks_first_and_a_clean_one_does_not(page: Page) -> None:
    asked: list[str] = []

    def decide(dialog) -> None:  # type: ignore[no-untyped-def]
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", decide)
    page.goto("/staff_form")
    page.goto("/staff_list")
    assert asked == []
    page.goto("/staff_form")
    page.fill("#f-name", "Lê")
    page.goto("/staff_list")
    assert asked == ["beforeunload"]


def test_error_summary_has_the_focus_and_its_links_lead_into_the_field(page: Page) -> None:
    page.goto("/staff_form?refused")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.click(".error-summary a >> nth=0")
    assert page.evaluate("document.activeElement.id") == "f-identity"
    described = page.get_attribute("#f-identity", "aria-describedby") or ""
    assert "f-identity-error" in described.split()


def test_blur_exchanges_one_field_by_the_servers_answer(page: Page) -> None:
    answer = '<div class="field has-error" data-field="identity"><input id="f-identity" name="identity"></div>'
    sent: list[str] = []

    def check(route) -> None:  # type: ignore[no-untyped-def]
        sent.append(f"{route.request.url} {route.request.post_data}")
        route.fulfill(status=422, body=answer, content_type="text/html; charset=utf-8")

    page.goto("/staff_form")
    page.route("**/staff/receive/check**", check)
    page.fill("#f-identity", "0791")
    page.focus("#f-phone")
    page.wait_for_selector("[data-field=identity].has-error")
    assert "field=identity" in sent[0]
    assert "identity=0791" in sent[0]
    assert page.evaluate("document.activeElement.id") == "f-phone"
    assert page.locator("[data-field=identity]").count() == 1


def test_draft_is_sent_without_files_while_the_form_changes(page: Page) -> None:
    drafts: list[str] = []

    def keep(route) -> None:  # type: ignore[no-untyped-def]
        drafts.append(route.request.post_data or "")
        route.fulfill(body="Đã lưu nháp lúc 09:15", content_type="text/plain; charset=utf-8")

    page.clock.install()
    page.goto("/staff_form")
    page.route("**/staff/receive/draft", keep)
    page.clock.run_for(5100)
    assert drafts == []
    page.fill("#f-name", "Võ Thành Em")
    page.clock.run_for(5100)
    expect(page.locator("[data-draft-state]")).to_have_text("Đã lưu nháp lúc 09:15")
    page.clock.run_for(20_000)
    assert len(drafts) == 1
    assert "V%C3%B5+Th%C3%A0nh+Em" in drafts[0]


def test_toast_is_polite_offers_undo_and_leaves(page: Page) -> None:
    page.goto("/staff_desk")
    posts: list[str] = []
    page.route("**/undo", lambda route: (posts.append(route.request.url), route.fulfill(body=""))[1])
    page.evaluate(
        "document.dispatchEvent(new CustomEvent('toast', { detail: { text: 'Đã trả hồ sơ', undo: '/undo' } }))"
    )
    assert page.locator("#toasts").get_attribute("aria-live") == "polite"
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.locator(".toast-note")).to_have_count(0)
    assert len(posts) == 1


def test_menu_of_a_small_screen_opens_without_scripts(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto("/staff_desk")
    assert not page.locator("#side").is_visible()
    page.click(".side-open")
    assert page.locator("#side a").first.is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#side").is_visible()

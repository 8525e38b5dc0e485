"""The page-wide scanner catcher in a real browser: keys as a scanner sends them, wherever the focus is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import CDPSession, Page

CODE = "0412600004183"
PAGE = """<!doctype html><html lang="vi" data-sound="off"><meta charset="utf-8"><title>scan</title>
<body data-scan-path="/q/" data-scan-prefix="MC">
<form id="form"><input id="field" value="xin chào"><input id="number" type="number" value="7">
<input id="secret" type="password"><textarea id="area"></textarea><button id="save">Lưu</button></form>
<div data-scan="off"><input id="quiet"></div>
<script type="module" src="/scanner.js"></script></body></html>"""
WATCH = """() => {
  window.seen = { scans: [], clicks: 0, submits: 0, keys: [] };
  document.addEventListener("scan", (e) => { window.seen.scans.push(e.detail); e.preventDefault(); });
  document.getElementById("save")?.addEventListener("click", () => { window.seen.clicks += 1; });
  document.getElementById("form")?.addEventListener("submit", (e) => { window.seen.submits += 1; e.preventDefault(); });
  document.addEventListener("keydown", (e) => window.seen.keys.push(e.key));
}"""


@pytest.fixture(name="desk")
def open_desk(page: Page, site: str) -> Iterator[Page]:
    from core.web.assets import CORE_FOLDER

    script = (CORE_FOLDER / "scanner.js").read_text(encoding="utf-8")
    page.route("**/desk", lambda route: route.fulfill(body=PAGE, content_type="text/html; charset=utf-8"))
    page.route("**/scanner.js", lambda route: route.fulfill(body=script, content_type="text/javascript"))
    stop_clock(page)
    page.goto(f"{site}/desk", wait_until="load")
    page.evaluate(WATCH)
    yield page
    page.unroute_all()


@pytest.fixture(name="keyboard")
def open_keyboard(desk: Page) -> CDPSession:
    return desk.context.new_cdp_session(desk)


def stop_clock(page: Page) -> None:
    """Hold timers and event times of the page; they move only by `page.clock.run_for`."""
    page.clock.install(time=0)
    page.clock.pause_at(60_000)


def physical(character: str) -> dict[str, object]:
    """Return how the key of a character arrives on a US board: code, key and virtual key number."""
    if character == "\n":
        return {"code": "Enter", "key": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
    if character == "\t":
        return {"code": "Tab", "key": "Tab", "windowsVirtualKeyCode": 9}
    if character == "]":
        return {"code": "BracketRight", "key": "]", "windowsVirtualKeyCode": 221, "text": "]"}
    kind = "Digit" if character.isdigit() else "Key"
    upper = character.upper()
    shift = {"modifiers": 8} if character.isalpha() and character.isupper() else {}
    return {"code": f"{kind}{upper}", "key": character, "windowsVirtualKeyCode": ord(upper), "text": character, **shift}


def type_keys(desk: Page, keyboard: CDPSession, text: str, gap_ms: float, *, process: bool = False) -> None:
    """Press the keys of `text`; process: as seen by a page while an input method is composing.

    The page's clock stands still and is moved by `gap_ms` after each key: a busy machine cannot turn a scanner into a
    hand.
    """
    for character in text:
        key = physical(character)
        if process and character not in "\n\t":
            key = {"code": key["code"], "key": "Process", "windowsVirtualKeyCode": 229}
        down = "keyDown" if "text" in key else "rawKeyDown"
        keyboard.send("Input.dispatchKeyEvent", {"type": down, **key})
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **{k: v for k, v in key.items() if k != "text"}})
        desk.clock.run_for(gap_ms)
    desk.clock.run_for(500)


def seen(desk: Page) -> dict[str, object]:
    result: dict[str, object] = desk.evaluate("window.seen")
    return result


@pytest.mark.parametrize("suffix", ["\n", "\t", ""])
@pytest.mark.parametrize("gap", [5, 15, 45])
def test_scan_with_nothing_focused(desk: Page, keyboard: CDPSession, gap: float, suffix: str) -> None:
    type_keys(desk, keyboard, CODE + suffix, gap)
    found = seen(desk)
    assert [scan["digits"] for scan in found["scans"]] == [CODE]
    assert found["submits"] == 0


@pytest.mark.parametrize("where", ["field", "area"])
def test_scan_leaves_the_focused_field_as_it_was(desk: Page, keyboard: CDPSession, where: str) -> None:
    desk.focus(f"#{where}")
    before = desk.input_value(f"#{where}")
    type_keys(desk, keyboard, f"{CODE}\n", 8)
    assert [scan["digits"] for scan in seen(desk)["scans"]] == [CODE]
    assert desk.input_value(f"#{where}") == before
    assert desk.evaluate("document.activeElement.id") == where
    assert seen(desk)["submits"] == 0


def test_scan_into_a_number_field_leaves_its_number(desk: Page, keyboard: CDPSession) -> None:
    desk.focus("#number")
    type_keys(desk, keyboard, f"{CODE}\n", 8)
    assert [scan["digits"] for scan in seen(desk)["scans"]] == [CODE]
    assert desk.input_value("#number") == "7"


def test_enter_of_a_scan_never_presses_the_focused_button(desk: Page, keyboard: CDPSession) -> None:
    desk.focus("#save")
    type_keys(desk, keyboard, f"{CODE}\n", 8)
    found = seen(desk)
    assert [scan["digits"] for scan in found["scans"]] == [CODE]
    assert (found["clicks"], found["submits"]) == (0, 0)


def test_late_enter_of_a_slow_scanner_is_swallowed_too(desk: Page, keyboard: CDPSession) -> None:
    desk.focus("#save")
    for character in CODE:
        keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **physical(character)})
        desk.clock.run_for(10)
    desk.clock.run_for(120)
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyDown", **physical("\n")})
    found = seen(desk)
    assert [scan["digits"] for scan in found["scans"]] == [CODE]
    assert found["submits"] == 0


def test_a_hand_still_presses_the_button_with_enter(desk: Page, keyboard: CDPSession) -> None:
    desk.focus("#save")
    type_keys(desk, keyboard, "\n", 0)
    assert seen(desk)["submits"] == 1


def test_input_method_is_noticed_and_the_digits_are_read_all_the_same(desk: Page, keyboard: CDPSession) -> None:
    desk.focus("#field")
    type_keys(desk, keyboard, f"{CODE}\n", 8, process=True)
    scans = seen(desk)["scans"]
    assert [(scan["digits"], scan["inputMethod"]) for scan in scans] == [(CODE, True)]


def test_what_a_composing_input_method_leaks_is_taken_back(desk: Page, keyboard: CDPSession) -> None:
    desk.focus("#field")
    keyboard.send("Input.imeSetComposition", {"text": "04", "selectionStart": 2, "selectionEnd": 2})
    keyboard.send("Input.imeSetComposition", {"text": "", "selectionStart": 0, "selectionEnd": 0})
    before = desk.input_value("#field")
    for character in CODE:
        key = {"code": f"Digit{character}", "key": "Process", "windowsVirtualKeyCode": 229}
        keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    keyboard.send("Input.imeSetComposition", {"text": CODE[:4], "selectionStart": 4, "selectionEnd": 4})
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **physical("\n")})
    keyboard.send("Input.insertText", {"text": CODE[:4]})
    desk.clock.run_for(250)
    assert [scan["digits"] for scan in seen(desk)["scans"]] == [CODE]
    assert desk.input_value("#field") == before


def test_slow_human_typing_is_untouched(desk: Page, keyboard: CDPSession) -> None:
    desk.fill("#field", "")
    desk.focus("#field")
    type_keys(desk, keyboard, "0791234", 110)
    assert desk.input_value("#field") == "0791234"
    assert seen(desk)["scans"] == []


def test_a_short_fast_burst_is_written_as_if_nothing_had_happened(desk: Page, keyboard: CDPSession) -> None:
    """Two hands can roll over a few digits: what was held back comes back, in order."""
    desk.fill("#field", "")
    desk.focus("#field")
    type_keys(desk, keyboard, "12345", 20)
    assert desk.input_value("#field") == "12345"
    assert seen(desk)["scans"] == []


def test_a_fast_word_is_no_scan(desk: Page, keyboard: CDPSession) -> None:
    desk.fill("#field", "")
    desk.focus("#field")
    type_keys(desk, keyboard, "nguyenvanan", 20)
    assert desk.input_value("#field") == "nguyenvanan"
    assert seen(desk)["scans"] == []


@pytest.mark.parametrize("prefix", ["]C1", "]Q3", "MC"])
def test_aim_identifier_and_own_prefix_are_dropped(desk: Page, keyboard: CDPSession, prefix: str) -> None:
    type_keys(desk, keyboard, f"{prefix}{CODE}\n", 8)
    assert [scan["digits"] for scan in seen(desk)["scans"]] == [CODE]


def test_two_scans_in_a_row_are_two_scans(desk: Page, keyboard: CDPSession) -> None:
    type_keys(desk, keyboard, f"{CODE}\n", 8)
    type_keys(desk, keyboard, "9812600000017\n", 8)
    assert [scan["digits"] for scan in seen(desk)["scans"]] == [CODE, "9812600000017"]


@pytest.mark.parametrize("where", ["secret", "quiet"])
def test_passwords_and_places_switched_off_are_left_alone(desk: Page, keyboard: CDPSession, where: str) -> None:
    desk.focus(f"#{where}")
    type_keys(desk, keyboard, CODE, 8)
    assert desk.input_value(f"#{where}") == CODE
    assert seen(desk)["scans"] == []


def test_without_a_listener_the_page_goes_to_the_scanned_thing(page: Page, site: str) -> None:
    stop_clock(page)
    page.goto(f"{site}/staff_list")
    keyboard = page.context.new_cdp_session(page)
    type_keys(page, keyboard, f"{CODE}\n", 8)
    page.wait_for_url(f"**/q/{CODE}")


def test_a_form_that_takes_scans_is_filled_and_sent(desk: Page, keyboard: CDPSession) -> None:
    desk.evaluate("""() => {
      document.addEventListener("scan", (e) => e.stopImmediatePropagation(), { capture: true });
      const form = document.getElementById("form");
      form.dataset.scanTarget = "";
      document.getElementById("area").dataset.scanField = "";
    }""")
    type_keys(desk, keyboard, f"{CODE}\n", 8)
    assert desk.input_value("#area") == CODE
    assert seen(desk)["submits"] == 1

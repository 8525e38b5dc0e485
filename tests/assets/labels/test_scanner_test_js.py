"""The self-test in a real browser: keys as scanners send them, through layouts and input methods."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from plugins.assets.labels.trial import LETTERS, TRIAL_CODE

SCRIPT = (Path(__file__).parents[3] / "plugins/assets/static/scanner-test.js").read_text("utf-8")
PAGE = f"""<!doctype html><html lang="vi"><meta charset="utf-8"><title>t</title><link rel="icon" href="data:,">
<input data-scanner-test='["{TRIAL_CODE}", "{LETTERS}"]'>
<section data-scanner-verdicts hidden>
<p data-verdict="right" hidden></p><p data-verdict="wrong" hidden>no <code data-slot="read"></code></p></section>
<script type="module" src="/scanner-test.js"></script></html>"""
JUDGE = "([keys, written, labels]) => import('/scanner-test.js').then((m) => m.judge(keys, written, labels))"


@pytest.fixture(name="tab", scope="module")
def open_tab() -> Iterator[Page]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("chromium is not installed; on Debian: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page()
        page.route("**/test", lambda route: route.fulfill(body=PAGE, content_type="text/html; charset=utf-8"))
        page.route("**/*.js", lambda route: route.fulfill(body=SCRIPT, content_type="text/javascript"))
        page.goto("http://scanner.test/test")
        yield page
        browser.close()


def keys(text: str, gap: float = 8, **changed: Any) -> list[dict[str, Any]]:
    """Return the keys of a text on a US board, `gap` ms apart."""
    codes = {"-": "Minus", "]": "BracketRight", "\n": "Enter", "\t": "Tab"}
    return [
        {
            "code": codes.get(one) or (f"Digit{one}" if one.isdigit() else f"Key{one.upper()}"),
            "key": {"\n": "Enter", "\t": "Tab"}.get(one, one),
            "at": place * gap,
            "shift": one.isupper(),
            "alt": False,
            "caps": False,
            "composing": False,
        }
        | changed
        for place, one in enumerate(text)
    ]


def verdict(tab: Page, sent: list[dict[str, Any]], written: str) -> dict[str, Any]:
    found: dict[str, Any] = tab.evaluate(JUDGE, [sent, written, [TRIAL_CODE, LETTERS]])
    return found


GOOD = {"right", "prefix-none", "layout-us", "method-off", "fast"}


@pytest.mark.parametrize(
    ("sent", "written", "expected"),
    [
        (keys(f"{TRIAL_CODE}\n"), TRIAL_CODE, GOOD | {"suffix-enter"}),
        (keys(f"{LETTERS}\t"), LETTERS, GOOD | {"suffix-tab"}),
        (keys(TRIAL_CODE), TRIAL_CODE, GOOD | {"suffix-none"}),
        (keys(f"]C1{TRIAL_CODE}\n"), f"]C1{TRIAL_CODE}", GOOD - {"prefix-none"} | {"prefix-aim", "suffix-enter"}),
        (keys(f"MC{TRIAL_CODE}Z"), f"MC{TRIAL_CODE}Z", GOOD - {"prefix-none"} | {"prefix-own", "tail", "suffix-none"}),
        (keys(TRIAL_CODE[1:]), TRIAL_CODE[1:], {"wrong", "suffix-none", "layout-us", "method-off", "fast"}),
        (keys(TRIAL_CODE, gap=90), TRIAL_CODE, GOOD - {"fast"} | {"slow", "suffix-none"}),
        (keys(TRIAL_CODE, alt=True, code="Numpad0"), "", {"alt"}),
    ],
)
def test_what_the_scanner_does(tab: Page, sent: list[dict[str, Any]], written: str, expected: set[str]) -> None:
    assert set(verdict(tab, sent, written)["verdicts"]) == expected


def test_a_french_board_writes_signs_instead_of_digits(tab: Page) -> None:
    azerty = dict(zip("1234567890", "&e\"'(-e_ca", strict=True))
    sent = [key | {"key": azerty[key["key"]]} for key in keys(TRIAL_CODE)]
    found = verdict(tab, sent, "".join(key["key"] for key in sent))
    assert {"right", "layout-digits", "changed"} <= set(found["verdicts"])


def test_a_german_board_swaps_letters(tab: Page) -> None:
    swapped = {"Y": "Z", "Z": "Y"}
    sent = [key | {"key": swapped.get(key["key"], key["key"])} for key in keys(LETTERS)]
    found = verdict(tab, sent, LETTERS.replace("YZ", "ZY"))
    assert {"right", "layout-letters", "changed", "method-off"} <= set(found["verdicts"])


def test_caps_lock_turns_letters_round(tab: Page) -> None:
    sent = [key | {"key": key["key"].swapcase(), "caps": True} for key in keys(LETTERS)]
    assert {"right", "caps", "layout-us", "changed"} <= set(verdict(tab, sent, LETTERS.swapcase())["verdicts"])


def test_an_input_method_that_composes_is_seen(tab: Page) -> None:
    sent = keys(LETTERS, key="Process", composing=True)
    found = verdict(tab, sent, "xa7-Ă-YZqm")
    assert ({"right", "method-on", "changed"} <= set(found["verdicts"]), found["written"]) == (True, "xa7-Ă-YZqm")


def test_one_that_rubs_out_and_writes_anew_is_seen(tab: Page) -> None:
    sent = keys(LETTERS)
    sent[7:7] = keys("AW", code="Backspace", key="Backspace")[:1] + keys("Ă", code="")
    found = verdict(tab, sent, "xa07-Ă-YZqm")
    assert {"right", "method-on", "changed"} <= set(found["verdicts"])


def test_typing_into_the_field_shows_the_verdict_and_empties_it(tab: Page) -> None:
    tab.keyboard.type(TRIAL_CODE)
    tab.keyboard.press("Enter")
    tab.locator("[data-verdict=right]").wait_for(state="attached")
    tab.wait_for_function("!document.querySelector('[data-scanner-verdicts]').hidden")
    assert tab.evaluate("document.querySelector('[data-verdict=right]').hidden") is False
    assert tab.input_value("input") == ""
    tab.keyboard.type("12345")
    tab.wait_for_function("document.querySelector('[data-slot=read]').textContent === '12345'")

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import jinja2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import i18n
from core.text.i18n import (
    gettext,
    jinja_translations,
    language,
    lazy,
    load_catalogues,
    ngettext,
    pgettext,
    use_language,
)

HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
OFFICE = """msgid "Hồ sơ"
msgstr "Dossier"

msgid "Xin chào %(name)s"
msgstr "Hello %(name)s"

msgid "%(num)s hồ sơ"
msgid_plural "%(num)s hồ sơ"
msgstr[0] "%(num)s dossier"
msgstr[1] "%(num)s dossiers"

msgctxt "calendar"
msgid "Ngày"
msgstr "Date"

msgid "Ngày"
msgstr "Day"

#, fuzzy
msgid "Chưa chắc"
msgstr "Unsure"
"""
ASSETS = """msgid "Hồ sơ"
msgstr "File"

msgid "Máy in"
msgstr "Printer"
"""


@pytest.fixture
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for package, entries in {"sample_office": OFFICE, "sample_assets": ASSETS, "sample_plain": None}.items():
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
        if entries:
            folder = tmp_path / package / "locale/en/LC_MESSAGES"
            folder.mkdir(parents=True)
            (folder / "messages.po").write_text(HEADER + entries, "utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(i18n, "_catalogues", {})
    monkeypatch.setattr(i18n, "_unread", {})
    load_catalogues(["sample_office", "sample_plain", "sample_assets"])
    yield
    for package in ("sample_office", "sample_assets", "sample_plain"):
        sys.modules.pop(package, None)


@pytest.mark.usefixtures("catalogues")
class TestWithCatalogues:
    def test_vietnamese_is_the_source(self) -> None:
        assert language.get() == "vi"
        assert gettext("Xin chào %(name)s", name="Hà") == "Xin chào Hà"
        assert [ngettext("%(num)s hồ sơ", "%(num)s hồ sơ", n) for n in (1, 3)] == ["1 hồ sơ", "3 hồ sơ"]

    def test_english(self) -> None:
        with use_language("en"):
            assert gettext("Xin chào %(name)s", name="Hà") == "Hello Hà"
            assert [ngettext("%(num)s hồ sơ", "%(num)s hồ sơ", n) for n in (1, 3)] == ["1 dossier", "3 dossiers"]
            assert (gettext("Ngày"), pgettext("calendar", "Ngày")) == ("Day", "Date")
        assert gettext("Ngày") == "Ngày"

    def test_catalogues_are_chained_and_the_first_counts(self) -> None:
        with use_language("en"):
            assert gettext("Hồ sơ") == "Dossier"
            assert gettext("Máy in") == "Printer"

    def test_untranslated_and_unsure_texts_stay_vietnamese(self) -> None:
        with use_language("en"):
            assert gettext("Chưa dịch") == "Chưa dịch"
            assert gettext("Chưa chắc") == "Chưa chắc"
            assert gettext("") == ""

    def test_a_percent_sign_needs_no_escape_without_variables(self) -> None:
        assert gettext("đúng hạn 98%") == "đúng hạn 98%"

    def test_lazy_text_is_translated_when_shown(self) -> None:
        title = lazy("Xin chào %(name)s", name="Hà")
        assert str(title) == f"{title}" == "Xin chào Hà"
        with use_language("en"):
            assert str(title) == f"{title}" == "Hello Hà"
        assert title == lazy("Xin chào %(name)s", name="Hà")
        assert title != lazy("Xin chào %(name)s", name="An")
        assert hash(title) == hash(lazy("Xin chào %(name)s", name="Hà"))

    def test_one_jinja_environment_serves_both_languages(self) -> None:
        env = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
        env.install_gettext_callables(**jinja_translations(), newstyle=True)  # type: ignore[attr-defined]
        template = env.from_string(
            "{{ _('Xin chào %(name)s', name=who) }}|{{ title }}|{{ pgettext('calendar', 'Ngày') }}|"
            "{% trans num=n %}{{ num }} hồ sơ{% pluralize %}{{ num }} hồ sơ{% endtrans %}"
        )
        context = {"who": "<Hà>", "title": lazy("Hồ sơ"), "n": 2}
        assert template.render(context) == "Xin chào &lt;Hà&gt;|Hồ sơ|Ngày|2 hồ sơ"
        with use_language("en"):
            assert template.render(context) == "Hello &lt;Hà&gt;|Dossier|Date|2 dossiers"

    def test_each_task_has_its_own_language(self) -> None:
        async def greet(code: str) -> str:
            with use_language(code):
                await asyncio.sleep(0)
                return gettext("Hồ sơ")

        async def both() -> list[str]:
            return list(await asyncio.gather(greet("en"), greet("vi"), greet("en")))

        assert asyncio.run(both()) == ["Dossier", "Hồ sơ", "Dossier"]

    def test_loading_again_replaces(self) -> None:
        load_catalogues(["sample_assets"])
        with use_language("en"):
            assert gettext("Hồ sơ") == "File"

    def test_a_language_may_be_read_when_somebody_first_asks_for_it(self) -> None:
        load_catalogues(["sample_assets"], at_first_use=True)
        assert (gettext("Hồ sơ"), i18n._catalogues) == ("Hồ sơ", {})
        with use_language("en"):
            assert [ngettext("%(num)s hồ sơ", "%(num)s hồ sơ", 1), gettext("Hồ sơ")] == ["1 hồ sơ", "File"]

    def test_an_unknown_package_is_an_error(self) -> None:
        with pytest.raises(ModuleNotFoundError):
            load_catalogues(["no_such_package"])


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="no such language: 'fr'"), use_language("fr"):
        pass


@given(st.text())
def test_without_catalogues_a_text_is_itself(message: str) -> None:
    assert gettext(message) == message

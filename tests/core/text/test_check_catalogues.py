from pathlib import Path

import jinja2
import pytest
from click.testing import CliRunner

from core.text.check_catalogues import add_missing, catalogue_file, check, main

PYTHON = """
title = lazy("Thiết bị")
def greet(n):
    return _("Chào %(name)s", name=_("bạn")), ngettext("%(num)s máy", "%(num)s máy", n), pgettext("time", "Ngày")
"""
TEMPLATE = "{{ _('Lưu') }} {% trans %}Chọn\n   một{% endtrans %} {{ _('Hủy') }}"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for package in ("core", "plugins/assets"):
        (tmp_path / package / "templates").mkdir(parents=True)
        (tmp_path / package / "__init__.py").touch()
    (tmp_path / "plugins/assets/pages.py").write_text(PYTHON, "utf-8")
    (tmp_path / "plugins/assets/templates/list.html").write_text(TEMPLATE, "utf-8")
    (tmp_path / "core/shell.py").write_text("_('Lưu')", "utf-8")
    return tmp_path


def write(tree: Path, package: str, entries: str) -> None:
    path = catalogue_file(tree, package, "en")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + entries, "utf-8")


def found(tree: Path, kind: str, package: str = "plugins/assets") -> set[str]:
    return {finding.text for finding in check(tree) if (finding.kind, finding.package) == (kind, package)}


def test_every_marked_text_is_found(tree: Path) -> None:
    assert found(tree, "missing", "core") == {"Lưu"}
    assert found(tree, "missing") == {
        "Thiết bị", "Chào %(name)s", "bạn", "%(num)s máy", "Ngày", "Lưu", "Chọn một", "Hủy",
    }  # fmt: skip


def test_plugins_use_what_core_translates(tree: Path) -> None:
    write(tree, "core", 'msgid "Lưu"\nmsgstr "Save"\n\nmsgid "Hủy"\nmsgstr "Cancel"\n')
    assert not {"Lưu", "Hủy"} & found(tree, "missing")
    assert not found(tree, "obsolete", "core")


@pytest.mark.parametrize(
    ("entry", "kind"),
    [
        ('msgid "bạn"\nmsgstr ""', "empty"),
        ('#, fuzzy\nmsgid "bạn"\nmsgstr "you"', "fuzzy"),
        ('msgid "Chào %(name)s"\nmsgstr "Hello %(nam)s"', "placeholders"),
        ('msgid "%(num)s máy"\nmsgid_plural "%(num)s máy"\nmsgstr[0] "one"\nmsgstr[1] ""', "empty"),
        ('msgid "không còn"\nmsgstr "gone"', "obsolete"),
        ('msgid "Ngày"\nmsgstr "Day"', "obsolete"),  # used only in the context "time"
        ('msgid "Lưu"\nmsgstr "Store"', "conflict"),
    ],
)
def test_faults(tree: Path, entry: str, kind: str) -> None:
    write(tree, "core", 'msgid "Lưu"\nmsgstr "Save"\n')
    write(tree, "plugins/assets", entry)
    assert {finding.kind for finding in check(tree) if finding.kind != "missing"} == {kind}


def test_a_plural_may_leave_its_number_out(tree: Path) -> None:
    plural = 'msgid "%(num)s máy"\nmsgid_plural "%(num)s máy"\nmsgstr[0] "one device"\nmsgstr[1] "%(num)s devices"\n'
    write(tree, "plugins/assets", plural)
    assert not found(tree, "placeholders")


def test_adding_missing_texts_keeps_what_is_there(tree: Path) -> None:
    write(tree, "plugins/assets", "# a translator's remark\n" + 'msgid "bạn"\nmsgstr "you"\n')
    before = catalogue_file(tree, "plugins/assets", "en").read_text("utf-8")
    assert add_missing(tree, check(tree)) == 8
    assert catalogue_file(tree, "plugins/assets", "en").read_text("utf-8").startswith(before)
    assert {finding.kind for finding in check(tree)} == {"empty"}
    assert found(tree, "empty", "core") == {"Lưu"}


def test_command(tree: Path) -> None:
    ran = CliRunner().invoke(main, ["--write", "--root", str(tree)])
    assert ran.exit_code == 1
    assert "missing: core: 'Lưu' core/shell.py:1" in ran.output
    assert "9 added" in ran.output


def test_an_unreadable_template_is_an_error(tree: Path) -> None:
    (tree / "core/templates/broken.html").write_text("{% if %}", "utf-8")
    with pytest.raises(jinja2.TemplateSyntaxError):
        check(tree)

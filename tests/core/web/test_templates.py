from datetime import UTC, datetime, timedelta

import jinja2
import pytest

from core.registry import Registry
from core.settings import Settings
from core.web.templates import build_environment

NOW = datetime(2017, 11, 30, 8, tzinfo=UTC)


@pytest.fixture(scope="module")
def environment() -> jinja2.Environment:
    return build_environment(Registry(Settings(environment="development"), ()))


def test_line_breaks_are_no_part_of_a_text(environment: jinja2.Environment) -> None:
    """As the check of the catalogues reads templates; else a text over two lines would never be translated."""
    texts = environment.extract_translations("{% trans %}Chọn\n    một thủ tục{% endtrans %}")  # type: ignore[attr-defined]
    assert [text for _line, _function, text in texts] == ["Chọn một thủ tục"]
    assert environment.from_string("{% trans %}Chọn\n   một{% endtrans %}").render() == "Chọn một"


def test_moments_are_shown_against_the_now_of_the_page(environment: jinja2.Environment) -> None:
    shown = environment.from_string("{{ at|relative }}, {{ at|datetime }}").render(at=NOW - timedelta(hours=2), now=NOW)
    assert shown == "2 giờ trước, 13:00 30/11/2017"

"""Pieces of pages that belong to others: in their order, for those who may see them, each with the page's context."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from core import contributions as c
from core.plugins import Loaded
from tests.core.web.desk import as_person, browse, plugin

pytestmark = pytest.mark.anyio

TEMPLATE = "<p>{{ number }} {{ lang }} {{ principal.username }} {{ _('Đăng nhập') }} {{ url('/x') }} {{ word }}</p>"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    folder = tmp_path / "panel_package"
    (folder / "templates" / "guest").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "templates" / "guest" / "panel.html").write_text(TEMPLATE, "utf-8")
    (folder / "templates" / "guest" / "broken.html").write_text("{{ missing.thing }}", "utf-8")
    (folder / "templates" / "core").mkdir()
    (folder / "templates" / "core" / "error.html").write_text("stolen", "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    return folder.name


async def load(request: Any) -> dict[str, Any]:
    return {"number": request.scope["state"]["panel_context"]["number"], "word": "<b>bold</b>"}


async def unable(_request: Any) -> dict[str, Any]:
    raise LookupError


def guest(package: str, *panels: c.Panel) -> Loaded:
    info = c.PluginInfo("guest", "Guest", "1.0", package=package)
    made: Loaded = plugin("guest", plugin_info=lambda: info, panels=lambda: list(panels))
    return made


async def drawn(desk: Any, package: str, *panels: c.Panel, path: str = "/staff/panels", who: str = "lan") -> Any:
    async with browse(desk(guest(package, *panels))) as client:
        answer = await client.get(path, headers=as_person(who))
    return answer.json()["panels"]


async def test_a_panel_knows_its_page_its_reader_and_the_language(desk: Any, db: None, package: str) -> None:
    panel = c.Panel("desk.slot", "guest/panel.html", load)
    (vietnamese,) = await drawn(desk, package, panel)
    (english,) = await drawn(desk, package, panel, path="/en/staff/panels")
    assert vietnamese[1] == "<p>7 vi lan Đăng nhập /x &lt;b&gt;bold&lt;/b&gt;</p>"
    assert english[1].startswith("<p>7 en lan ")
    assert english[1].endswith(" /en/x &lt;b&gt;bold&lt;/b&gt;</p>")


async def test_panels_stand_in_their_order_and_sick_ones_leave_their_gap(desk: Any, db: None, package: str) -> None:
    found = await drawn(
        desk,
        package,
        c.Panel("desk.slot", "guest/panel.html", load, order=3),
        c.Panel("desk.slot", "guest/broken.html", load, order=2),
        c.Panel("desk.slot", "guest/none.html", load, order=1),
        c.Panel("desk.slot", "guest/panel.html", unable, order=4),
        c.Panel("other.slot", "guest/panel.html", load, order=0),
    )
    assert [(name, failed) for name, _, failed in found] == [
        ("guest/none.html", True),
        ("guest/broken.html", True),
        ("guest/panel.html", False),
        ("guest/panel.html", True),
    ]
    assert [html for _, html, failed in found if failed] == ["", "", ""]


async def test_a_panel_is_drawn_for_those_who_may_see_it(desk: Any, db: None, package: str) -> None:
    panel = c.Panel("desk.slot", "guest/panel.html", load, permission="desk.write")
    assert len(await drawn(desk, package, panel)) == 1
    assert await drawn(desk, package, panel, who="minh") == []


async def test_a_plugin_cannot_put_its_page_in_place_of_the_cores(desk: Any, db: None, package: str) -> None:
    async with browse(desk(guest(package))) as client:
        answer: httpx.Response = await client.get("/nowhere")
        assert "stolen" not in answer.text

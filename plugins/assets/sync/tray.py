"""The tray of a sync: what both sides changed, and a person's word about it. The next run acts on it."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Controller, Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response
from msgspec import Meta, Struct

from core import audit, db
from core.acting import Act
from core.errors import Missing
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.web.access import requires
from core.web.forms import read_form
from core.web.pages import page, redirect

SYNC = "assets.sync"
PATH = "/staff/netbox-sync"
Web = Request[Any, Any, Any]


class Waiting(Struct, frozen=True):
    """A conflict as it stands."""

    id: int
    peer: str
    kind: str
    name: str
    field: str
    ours: Any
    theirs: Any
    choice: str | None
    chosen_by: str | None


class Choice(Struct, frozen=True):
    """Whose value counts."""

    choice: Annotated[Literal["ours", "theirs"], Meta(extra={"label": lazy("Giữ bên nào")})]


class TrayPages(Controller):
    """/staff/netbox-sync: for those who may decide for the whole register."""

    path = PATH
    include_in_schema = False
    guards = [requires(SYNC)]  # noqa: RUF012 -- Litestar's own way to declare guards

    @get()
    async def listed(self, request: Web) -> Response[str]:
        """Show what waits, and what is decided but not done yet."""
        return page("assets/sync/tray.html", request, conflicts=await waiting())

    @post("/{number:int}", status_code=303)
    async def choose(self, request: Web, act: NamedDependency[Act], number: FromPath[int]) -> Response[Any]:
        """Decide one."""
        await choose(number, (await read_form(request, Choice)).checked().choice, act)
        return redirect(PATH)


async def waiting(limit: int = 200) -> list[Waiting]:
    """Return the conflicts, undecided ones first."""
    rows = await db.rows(
        "SELECT id, peer, kind, name, field, ours::text, theirs::text, choice, chosen_by"
        " FROM assets.assets_sync_conflict ORDER BY choice IS NOT NULL, kind, name, field LIMIT $1",
        limit,
    )
    return [
        Waiting(number, peer, kind, name, field, _shown(ours), _shown(theirs), choice, by)
        for number, peer, kind, name, field, ours, theirs, choice, by in map(tuple, rows)
    ]


def _shown(text: str | None) -> str:
    value = msgspec.json.decode(text) if text else None
    if value is None:
        return "–"
    return _("còn trong sổ") if isinstance(value, dict) else str(value)


async def choose(number: int, choice: str, act: Act) -> None:
    """Keep a person's word. Raises Missing when the conflict is over meanwhile."""
    async with db.transaction():
        found = await db.row(
            "SELECT kind, name, field FROM assets.assets_sync_conflict WHERE id = $1 FOR UPDATE", number
        )
        if found is None:
            raise Missing(_("Khác biệt này không còn nữa."))
        await db.execute(
            "UPDATE assets.assets_sync_conflict SET choice = $2, chosen_by = $3 WHERE id = $1",
            number,
            choice,
            act.who.display_name or act.who.username,
        )
        decided = {**dict(found), "choice": choice}
        await audit.record(act, "assets.sync_decided", subject="assets.sync", subject_id=number, after=decided)

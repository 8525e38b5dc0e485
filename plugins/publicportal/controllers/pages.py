"""Home, procedures, offices."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from litestar import Controller, Request, get
from litestar.params import FromPath, FromQuery, QueryParameter
from litestar.response import Response

from core.clock import VIETNAM
from core.contracts.online import OnlineFiling
from core.contracts.procedures import (
    CHANNELS,
    FEE_KINDS,
    RULES,
    BlankForm,
    Facts,
    Paper,
    ProcedureCatalogue,
    ProcedureSheet,
)
from core.errors import Missing
from core.registry import current
from core.text.i18n import lazy
from core.web.access import public
from core.web.pages import redirect
from plugins.publicportal.controllers.frame import public_page
from plugins.publicportal.offices import desks

PAGE_SIZE = 20
# The marks of config/procedures.yaml, where each source is described.
SOURCES = {
    "A": lazy("Cổng Dịch vụ công quốc gia"),
    "B": lazy("Cổng Dịch vụ công quốc gia"),
    "portal": lazy("Cổng Dịch vụ công quốc gia"),
    "table": lazy("tệp của cơ quan quản lý danh mục"),
    "C": lazy("danh bạ công khai, chưa có thời hạn và phí"),
}
Text = Annotated[str, QueryParameter(max_length=200)]


class PublicPages(Controller):
    """Pages without personal data; every one works without scripts."""

    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get("/")
    async def home(self, request: Request[Any, Any, Any]) -> Response[str]:
        """Answer the two questions people come with: what do I need, and where is my dossier."""
        day = request.app.state.clock.now().astimezone(VIETNAM).date()
        catalogue = current().find(ProcedureCatalogue)  # type: ignore[type-abstract]
        wanted = await catalogue.most_wanted(day, 8) if catalogue else ()
        return await public_page("home.html", request, wanted=wanted, desk=next(iter(await desks(day)), None))

    @get("/thu-tuc")
    async def procedures(
        self,
        request: Request[Any, Any, Any],
        q: Text = "",
        field: Text = "",
        level: Text = "",
        page: FromQuery[int] = 1,
    ) -> Response[Any]:
        """Search the procedures; a search that finds exactly one by its code goes straight to it."""
        day = request.app.state.clock.now().astimezone(VIETNAM).date()
        number = min(max(page, 1), 1000)
        found = await _catalogue().search(
            q, day, field=field, level=level, offset=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE
        )
        if found.total == 1 and found.items and found.items[0].code == q.strip():
            return redirect(f"/thu-tuc/{found.items[0].code}")
        return await public_page(
            "procedures.html",
            request,
            found=found,
            q=q,
            field=field,
            level=level,
            number=number,
            pages=max(1, -(-found.total // PAGE_SIZE)),
            address=lambda **changes: _address(q, field, level, changes),
        )

    @get("/thu-tuc/{code:str}")
    async def procedure(self, request: Request[Any, Any, Any], code: FromPath[str]) -> Response[str]:
        """Show one procedure: what to bring, to pay, how long to wait, where to go; then everything published."""
        day = request.app.state.clock.now().astimezone(VIETNAM).date()
        sheet = await _catalogue().sheet(code, day)
        if sheet is None:
            raise Missing
        known = [limit.channel for limit in sheet.facts.limits] + [fee.channel for fee in sheet.facts.fees]
        ways = dict.fromkeys(str(CHANNELS[channel]) for channel in known)
        return await public_page(
            "procedure.html",
            request,
            sheet=sheet,
            facts=sheet.facts,
            desk=next(iter(await desks(day)), None),
            rules=RULES,
            channels=CHANNELS,
            ways=", ".join(ways),
            kinds=FEE_KINDS,
            paper_groups=_paper_groups(sheet.facts),
            paper_count=sum(1 for paper in sheet.facts.papers if not paper.is_remark),
            remarks=[paper.name for paper in sheet.facts.papers if paper.is_remark],
            notes=list(dict.fromkeys(fee.note for fee in sheet.facts.fees if fee.note)),
            forms=_forms(sheet),
            can_file=await _can_file(code, day),
            source=str(SOURCES.get(sheet.facts.source, sheet.facts.source)),
        )

    @get("/don-vi")
    async def offices(self, request: Request[Any, Any, Any]) -> Response[str]:
        """List the desks with address, telephone and opening hours."""
        day = request.app.state.clock.now().astimezone(VIETNAM).date()
        return await public_page("offices.html", request, desks=await desks(day))


def _paper_groups(facts: Facts) -> list[tuple[str, list[Paper]]]:
    """Return the papers below their headings, those without one first; remarks of the source are left out."""
    groups: dict[str, list[Paper]] = {"": []}
    for paper in facts.papers:
        if not paper.is_remark:
            groups.setdefault(paper.case or paper.group, []).append(paper)
    return [(heading, papers) for heading, papers in groups.items() if papers]


def _forms(sheet: ProcedureSheet) -> list[BlankForm]:
    """Return the blank forms of a procedure, those of its papers included, each once; with an address where known."""
    named = (BlankForm(name) for paper in sheet.facts.papers for name in paper.forms)
    return list({form.name: form for form in (*named, *sheet.facts.forms, *sheet.downloads)}.values())


def _catalogue() -> ProcedureCatalogue:
    """Return the catalogue. Raises Missing when no plugin has one: there is no such page then."""
    found = current().find(ProcedureCatalogue)  # type: ignore[type-abstract]
    if found is None:
        raise Missing
    return found


async def _can_file(code: str, day: date) -> bool:
    """Tell whether a procedure can be filed from home."""
    found = current().find(OnlineFiling)  # type: ignore[type-abstract]
    return found is not None and bool(await found.offices(code, day))


def _address(q: str, field: str, level: str, changes: dict[str, Any]) -> str:
    """Return the address of the search with some parts changed; a change of anything starts at the first page."""
    parts = {"q": q, "field": field, "level": level, **changes}
    query = urlencode({name: value for name, value in parts.items() if value and (name, value) != ("page", 1)})
    return f"/thu-tuc?{query}" if query else "/thu-tuc"

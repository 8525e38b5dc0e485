"""One list component for the whole back office: described as data, queried as one statement, drawn by one macro.

    DOSSIERS = ListView(name="onestop.dossiers", title=lazy("Hồ sơ"), path="/staff/dossiers", permission="onestop.read",
        source="onestop.onestop_dossier d", key="d.code", href="/staff/dossiers/{key}", scope="d.unit_id = ANY({p})",
        search="d.search_key LIKE {p}", order="due", columns=(Column("code", lazy("Mã"), "d.code", sort="d.code"), ...),
        filters=(Filter("state", lazy("Trạng thái"), "d.state = ANY({p})", kind="multi", choices=STATES), ...))

    return await list_response(DOSSIERS, request, principal)     # HTML page, or CSV/XLSX with ?format=

All SQL is constant text of the description; what the reader typed travels as parameters only. In any of it `{now}`
stands for the present moment (aware), so that days left and "late" follow the injected clock.
"""

from core.web.lists.describe import BulkAction, Choice, Column, Filter, ListView, Tag
from core.web.lists.respond import list_response, load_page

__all__ = ["BulkAction", "Choice", "Column", "Filter", "ListView", "Tag", "list_response", "load_page"]

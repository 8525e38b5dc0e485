"""An office's own wording of a form: saved only when it compiles, kept in versions, taken back to the shipped one."""

from importlib.resources import files
from pathlib import Path
from typing import Any

from msgspec import Struct

from core import audit, db, offices
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Conflict, Forbidden, Problem, Refused
from core.printing import TemplateFaultError, foreign_pdf
from core.text.i18n import gettext as _
from plugins.onestop.papers.access import TEMPLATES
from plugins.onestop.papers.domain.forms import Form, Kind
from plugins.onestop.papers.queries import templates
from plugins.onestop.papers.typst_words import fault_sentence

_SAVE = """
INSERT INTO onestop.onestop_template_version
  (authority_id, set_code, kind, version, source, note, saved_at, saved_by_name)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (authority_id, set_code, kind, version) DO NOTHING RETURNING id
"""


class Chosen(Struct, frozen=True):
    """The template that an authority prints a form with. source: None for the shipped one."""

    kind: Kind
    source: str | None = None
    version: int = 0


def shipped_path(kind: Kind) -> Path:
    """Return where the shipped template of a kind lies."""
    return Path(str(files("plugins.onestop"))) / "templates" / "onestop" / "print" / f"{kind}.typ"


async def chosen_template(form: Form, authority_id: int) -> Chosen:
    """Return the template for an authority: its own, else that of the nearest authority above it, else the shipped."""
    for unit in reversed((await offices.tree()).path(authority_id)):
        newest = await templates.newest(unit.id, form.set_code, form.spec.kind)
        if newest is not None and newest.source is not None:
            return Chosen(form.spec.kind, newest.source, newest.version)
    return Chosen(form.spec.kind)


async def save_template(form: Form, source: str | None, base: int, note: str, sample: dict[str, Any], act: Act) -> int:
    """Save a new version of the act's office and return its number. source: None goes back to the shipped one.

    base: the version that the editor began with. sample: data that it has to compile with. Raises Forbidden; Refused
    with every fault and its line; Conflict when somebody saved a version in between.
    """
    authority = await editing_authority(act)
    if source is not None:
        try:
            await foreign_pdf(source, sample, act.at)
        except TemplateFaultError as error:
            raise Refused(*(Problem(fault_sentence(fault), "source") for fault in error.faults)) from error
    async with db.transaction():
        newest = await templates.newest(authority, form.set_code, form.spec.kind)
        version = (newest.version if newest else 0) + 1
        values = (authority, form.set_code, form.spec.kind, version, source, note, act.at, act.who.display_name)
        if version != base + 1 or await db.value(_SAVE, *values) is None:
            raise Conflict(Problem(_("Mẫu vừa được người khác sửa. Hãy tải lại trang rồi sửa tiếp."), "source"))
        await audit.record(
            act,
            "onestop.save_template",
            subject="onestop.template",
            subject_id=f"{authority}/{form.set_code}/{form.spec.kind}",
            unit_id=authority,
            after={"version": version, "shipped": source is None},
        )
    return version


async def editing_authority(act: Act) -> int:
    """Return the authority whose templates the act's person may edit: that of the own unit, else the topmost.

    Raises Forbidden.
    """
    tree = await offices.tree()
    unit_id = act.who.unit_id
    if unit_id is None and act.who.everything:
        day = act.at.astimezone(VIETNAM).date()
        unit_id = next((unit.id for unit in tree if unit.kind == "district" and unit.exists_on(day)), None)
    if unit_id is None or not act.who.may(TEMPLATES, unit_id):
        raise Forbidden(_("Bạn không được sửa mẫu giấy tờ của cơ quan này."))
    return tree.authority(unit_id).id

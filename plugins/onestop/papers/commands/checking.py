"""Check the papers of a dossier off once more: counts of each kind and remarks, as they lie in the folder now."""

from msgspec import Struct, field

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Problem, Refused
from core.text.i18n import gettext as _
from plugins.onestop.domain.checklist import Handed, faults
from plugins.onestop.papers.access import sheet_to_print
from plugins.onestop.papers.commands.issuing import note
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet
from plugins.onestop.schemas import HandedIn
from plugins.onestop.wording import PAPER_FAULTS

_REVISION = """
UPDATE onestop.onestop_dossier SET revision = revision + 1 WHERE id = $1 AND revision = $2 RETURNING id
"""
_INSERT = """
INSERT INTO onestop.onestop_dossier_paper (dossier, line, paper, name, originals, certified, photocopies, remark)
SELECT $1, s.line, s.paper, s.name, s.originals, s.certified, s.photocopies, s.remark
FROM unnest($2::smallint[], $3::text[], $4::smallint[], $5::smallint[], $6::smallint[], $7::text[])
  WITH ORDINALITY AS s (paper, name, originals, certified, photocopies, remark, line)
"""


class Checked(Struct, frozen=True):
    """The matrix as it is now. revision: of the dossier when it was looked at."""

    revision: int
    papers: list[HandedIn] = field(default_factory=list)


async def check_papers(code: str, data: Checked, act: Act) -> None:
    """Write the matrix of a dossier anew; what it was before stays in the log.

    Raises Missing, Forbidden; Refused with every fault, or when the dossier is closed; Conflict when somebody changed
    the dossier in between.
    """
    async with db.transaction():
        sheet, _ledger = await sheet_to_print(code, "control", act)
        if sheet.closed_at is not None:
            raise Refused(_("Hồ sơ đã kết thúc nên không sửa giấy tờ được nữa."))
        lines = _lines(sheet, data)
        wrong = faults(sheet.facts.papers, lines)
        Refused.if_any(Problem(str(PAPER_FAULTS[fault.kind]), "papers", fault.kind) for fault in wrong)
        if await db.value(_REVISION, sheet.id, data.revision) is None:
            raise Conflict(_("Hồ sơ vừa được người khác sửa. Hãy tải lại trang rồi làm tiếp."))
        before = [_told(p.name, p.originals, p.certified, p.photocopies) for p in await dossiers.papers(sheet.id)]
        await _rewrite(sheet, lines)
        after = [_told(line.name, line.originals, line.certified, line.photocopies) for line in lines]
        await note(sheet.id, "paper", "checked", "", act)
        await audit.record(
            act,
            "onestop.check_papers",
            subject="onestop.dossier",
            subject_id=sheet.id,
            unit_id=sheet.unit_id,
            before={"papers": before},
            after={"papers": after},
        )


def _lines(sheet: Sheet, data: Checked) -> list[Handed]:
    """Return the lines with anything in them, named by the procedure where they are its papers."""
    known = sheet.facts.papers
    lines = [
        Handed(
            known[sent.paper - 1].name if sent.paper and sent.paper <= len(known) else sent.name.strip(),
            *(sent.paper, sent.originals, sent.certified, sent.photocopies, sent.remark),
        )
        for sent in data.papers
        if sent.originals or sent.certified or sent.photocopies
    ]
    return sorted(lines, key=lambda line: (line.paper is None, line.paper or 0))


async def _rewrite(sheet: Sheet, lines: list[Handed]) -> None:
    await db.execute("DELETE FROM onestop.onestop_dossier_paper WHERE dossier = $1", sheet.id)
    columns = ("paper", "name", "originals", "certified", "photocopies", "remark")
    await db.execute(_INSERT, sheet.id, *([getattr(line, column) for line in lines] for column in columns))


def _told(name: str, originals: int, certified: int, photocopies: int) -> str:
    return f"{name}: {originals}/{certified}/{photocopies}"

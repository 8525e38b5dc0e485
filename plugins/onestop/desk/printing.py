"""Papers of quick work: the control sheet of a pile, and many slips in one file."""

import io
from collections.abc import Sequence
from datetime import datetime
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import Any

from core import offices
from core.clock import VIETNAM
from core.printing import official_date, render_pdf
from core.text.formats import format_datetime
from core.text.i18n import use_language
from plugins.onestop.desk.queries import Batch, BatchLine


async def sheet_pdf(batch: Batch, lines: Sequence[BatchLine], at: datetime) -> bytes:
    """Return the control sheet of a pile: the dossiers handed over, giver and receiver sign. at: aware, of printing."""
    template = Path(str(files("plugins.onestop"))) / "templates" / "onestop" / "print" / "pile.typ"
    authority = await offices.authority(batch.unit_id) if batch.unit_id else None
    unit = await offices.unit(batch.unit_id) if batch.unit_id else None
    day = batch.at.astimezone(VIETNAM).date()
    with use_language("vi"):
        data = {
            "parent": authority.agency if authority else "",
            "unit": unit.name if unit else "",
            "number": str(batch.id),
            "place_date": f"{authority.short_name if authority else ''}, {official_date(day)}",
            "at": format_datetime(batch.at),
            "giver": batch.person_name,
            "receiver": batch.receiver_name,
            "lines": [
                {
                    "code": line.code,
                    "owner": line.owner_name,
                    "procedure": line.procedure,
                    "due": format_datetime(line.promised_at) if line.promised_at else "",
                }
                for line in lines
                if line.done
            ],
        }
        return await render_pdf(template, data, at=at)


def joined(papers: Sequence[bytes]) -> bytes:
    """Return the pages of several PDF files in one, without the marks for screen readers, which do not join."""
    # pyHanko's writer has no types
    reading: Any = import_module("pyhanko.pdf_utils.reader")
    writing: Any = import_module("pyhanko.pdf_utils.writer")
    generic: Any = import_module("pyhanko.pdf_utils.generic")
    writer = writing.PdfFileWriter()
    for paper in papers:
        reader = reading.PdfFileReader(io.BytesIO(paper))
        for number in range(int(reader.root["/Pages"]["/Count"])):
            found = reader.get_object(reader.find_page_for_modification(number)[0])
            page = generic.DictionaryObject(
                {k: v for k, v in found.items() if k not in {"/Parent", "/StructParents", "/Tabs"}}
            )
            page.container_ref = found.container_ref
            writer.insert_page(writer.import_object(page))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()

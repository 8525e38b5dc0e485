"""Take past dossiers over from a CSV file: check every row, load the good ones, name the others."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from core import db
from core.acting import Act
from core.clock import VIETNAM
from core.errors import Refused
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from plugins.onestop.history.commands import PIECE, Progress, load, progress_of
from plugins.onestop.history.domain.past import Past
from plugins.onestop.history.domain.sheet import REQUIRED, Fault, FaultKind, read_rows
from plugins.onestop.history.places import Places, places

FAULTS: Final[Mapping[FaultKind, object]] = {
    "missing": lazy("chưa có"),
    "bad_moment": lazy("không phải ngày giờ hợp lệ"),
    "bad_choice": lazy("giá trị không dùng được"),
    "too_long": lazy("dài quá"),
    "order": lazy("sớm hơn bước trước"),
    "future": lazy("nằm trong tương lai"),
    "twice": lazy("trùng số với một dòng trước"),
    "unknown": lazy("không có mã này"),
    "no_code": lazy("đơn vị chưa có mã định danh"),
    "impossible": lazy("không thể có sau bước này"),
}
_THERE = "SELECT count(*) FROM onestop.onestop_dossier WHERE code = ANY($1::text[])"


class Taken(Struct, frozen=True):
    """What an import did, or would do. loaded: new dossiers; there: those that were there before; faults: left out."""

    rows: int
    loaded: int
    there: int
    faults: tuple[Fault, ...]
    dry_run: bool


async def import_past(path: Path, act: Act, *, dry_run: bool = False, piece: int = PIECE) -> Taken:
    """Load the dossiers of a CSV file (UTF-8, commas or semicolons); killed and run again, it goes on where it was.

    A number that is there already is left as it is. Raises Refused for a file that is no such table.
    """
    rows = read_csv(path)
    read, faults = read_rows(rows, act.at)
    known = await places({p.procedure for _n, p in read}, {p.desk for _n, p in read}, _today(act))
    good: list[Past] = []
    for place, past in read:
        fault = _fault(place, past, known)
        if fault is None:
            good.append(past)
        else:
            faults.append(fault)
    faults.sort(key=lambda fault: fault.row)
    digest = sha256(msgspec.json.encode(good)).hexdigest()
    if dry_run:
        there = int(await db.value(_THERE, [past.number for past in good]))
        return Taken(len(rows), len(good) - there, there, tuple(faults), dry_run)
    before = await progress_of(digest) or Progress(len(good), 0, 0, 0)
    done = await load(path.name, digest, good, act, piece=piece) if good else before
    fresh = done.loaded - before.loaded
    return Taken(len(rows), fresh, len(good) - fresh, tuple(faults), dry_run)


def read_csv(path: Path) -> Sequence[Mapping[str, str]]:
    """Return the rows of a file by its heads. Raises Refused when heads are missing or the text is not UTF-8."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refused(_("Tệp không phải UTF-8. Hãy lưu lại dưới dạng CSV UTF-8.")) from error
    head = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(), delimiter=";" if head.count(";") > head.count(",") else ",")
    missing = [name for name in REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        raise Refused(_("Tệp thiếu cột: %(names)s.", names=", ".join(missing)))
    return list(reader)


def _fault(place: int, past: Past, known: Places) -> Fault | None:
    """Return why a row that can be read cannot be stored, None when it can."""
    if past.procedure not in known.versions:
        return Fault(place, "procedure", "unknown", past.procedure)
    if past.desk not in known.offices:
        return Fault(place, "unit", "unknown", past.desk)
    if not known.offices[past.desk].agency_code:
        return Fault(place, "unit", "no_code", past.desk)
    states = known.version(past.procedure, past.received_at.astimezone(VIETNAM).date()).ways.states
    strange = next((step.target for step in past.steps if step.target not in states), None)
    return None if strange is None else Fault(place, "settled_at", "impossible", strange)


def sentence(fault: Fault) -> str:
    """Return what is wrong, in the reader's language."""
    words = _(
        "Dòng %(row)s, cột %(column)s: %(fault)s", row=fault.row, column=fault.column, fault=str(FAULTS[fault.kind])
    )
    return f"{words} ({fault.detail})" if fault.detail else words


def _today(act: Act) -> date:
    return act.at.astimezone(VIETNAM).date()

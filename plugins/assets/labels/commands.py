"""Print labels and keep printers: each function is one transaction."""

from collections.abc import Sequence

import asyncpg
from msgspec import Struct

from core import audit, db, offices
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.registry import current
from core.text.i18n import gettext as _
from core.text.viet import clean
from plugins.assets.labels.domain.layout import DPI, DoesNotFitError
from plugins.assets.labels.domain.sheets import Roll, Sheet
from plugins.assets.labels.drawing import MOST_LABELS, Label, rolls_zpl, sheets_pdf
from plugins.assets.labels.queries import LABELS, labels_of, printer
from plugins.assets.labels.schemas import Kind, Printer, PrinterFacts, PrintOrder
from plugins.assets.labels.stock import roll_named, sheet_named

_RUN = """
INSERT INTO assets.assets_label_run (at, who_id, who_name, kind, stock, printer, skipped, labels)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
"""
_PRINTED = """
INSERT INTO assets.assets_label_printed (asset, run) SELECT id, $2 FROM assets.assets_asset WHERE code = ANY($1)
ON CONFLICT (asset) DO UPDATE SET run = excluded.run
"""


class LabelFile(Struct, frozen=True):
    """Labels ready for a printer."""

    content: bytes
    name: str
    media_type: str


async def print_labels(kind: Kind, order: PrintOrder, act: Act) -> LabelFile:
    """Return the labels as a file, and remember the run.

    Raises Refused with problems of the fields keys, stock, printer and skip. What the person may not print is left out.
    """
    keys = list(dict.fromkeys(order.keys.split()))
    if len(keys) > MOST_LABELS:
        raise Refused(Problem(_("Mỗi lần in được nhiều nhất %(n)s nhãn.", n=MOST_LABELS), "keys", "many"))
    async with db.transaction():
        labels = await labels_of(kind, keys, act)
        chosen = await _chosen_printer(order, act)
    if not labels:
        raise Refused(Problem(_("Không có nhãn nào mà bạn được in."), "keys", "none"))
    content = await _drawn(labels, order, chosen, act)  # takes a while: no transaction waits for it
    async with db.transaction():
        values = (kind, order.stock, order.printer, order.skip, len(labels))
        run = await db.value(_RUN, act.at, act.who.person_id, act.who.display_name, *values)
        if kind == "asset":
            await db.execute(_PRINTED, [label.code for label in labels], run)
        after = {"kind": kind, "stock": order.stock, "labels": len(labels)}
        await audit.record(act, "assets.labels", subject="assets.label_run", subject_id=run, after=after)
    return content


async def _chosen_printer(order: PrintOrder, act: Act) -> Printer | None:
    chosen = await printer(order.printer, act.who) if order.printer else None
    if order.printer and chosen is None:
        raise Refused(Problem(_("Không có máy in này."), "printer", "unknown"))
    return chosen


async def _drawn(labels: Sequence[Label], order: PrintOrder, chosen: Printer | None, act: Act) -> LabelFile:
    base_url = current().settings.base_url
    nudge = chosen.nudge if chosen else (0.0, 0.0)
    stamp = f"{act.at:%y%m%d-%H%M}"
    sheet, roll = sheet_named(order.stock), roll_named(order.stock)
    try:
        if sheet is not None:
            return await _sheets(labels, sheet, order.skip, nudge, act)
        if roll is not None:
            dpi = chosen.dpi if chosen else DPI
            content = await rolls_zpl(labels, roll, base_url, dpi=dpi, nudge=nudge)
            return LabelFile(content, f"nhan-{stamp}.zpl", "application/octet-stream")
    except DoesNotFitError as error:
        raise Refused(Problem(_("Nhãn này quá nhỏ cho mã vạch và mã QR."), "stock", "small")) from error
    raise Refused(Problem(_("Không có loại giấy nhãn này."), "stock", "unknown"))


async def _sheets(labels: Sequence[Label], sheet: Sheet, skip: int, nudge: tuple[float, float], act: Act) -> LabelFile:
    if skip >= sheet.labels:
        words = _("Tờ này có %(n)s ô, nên bỏ qua được nhiều nhất %(most)s ô.", n=sheet.labels, most=sheet.labels - 1)
        raise Refused(Problem(words, "skip", "many"))
    content = await sheets_pdf(
        labels, sheet, current().settings.base_url, title=_("Nhãn tài sản"), at=act.at, skip=skip, nudge=nudge
    )
    return LabelFile(content, f"nhan-{act.at:%y%m%d-%H%M}.pdf", "application/pdf")


async def trial(stock: Sheet | Roll, chosen: Printer, act: Act) -> LabelFile:
    """Return a full sheet, or one label, of the test code with the edges drawn, to be held against the stock."""
    from plugins.assets.labels.trial import TRIAL_LABEL

    base_url = current().settings.base_url
    if isinstance(stock, Roll):
        content = await rolls_zpl([TRIAL_LABEL], stock, base_url, dpi=chosen.dpi, nudge=chosen.nudge)
        return LabelFile(content, "nhan-thu.zpl", "application/octet-stream")
    some = [TRIAL_LABEL] * stock.labels
    content = await sheets_pdf(some, stock, base_url, title=_("Nhãn thử"), at=act.at, nudge=chosen.nudge, outlines=True)
    return LabelFile(content, "nhan-thu.pdf", "application/pdf")


async def save_printer(printer_id: int | None, data: PrinterFacts, act: Act) -> int:
    """Keep a printer, new without id; return its id. Raises Forbidden, Missing, Conflict, Refused for a name in use."""
    if not act.who.may(LABELS, data.unit_id):
        raise Forbidden(_("Bạn không được in nhãn của đơn vị này."))
    unit = await offices.unit(data.unit_id)
    values = (unit.id, unit.name, clean(data.name), data.dpi, data.right, data.down, act.at)
    try:
        async with db.transaction():
            if printer_id is None:
                saved = await db.value(
                    'INSERT INTO assets.assets_label_printer (unit_id, unit_name, name, dpi, "right", down, updated_at,'
                    " version) VALUES ($1, $2, $3, $4, $5, $6, $7, 1) RETURNING id",
                    *values,
                )
            else:
                saved = await _changed(printer_id, values, data.version, act)
            after = {"name": values[2], "dpi": data.dpi, "right": data.right, "down": data.down}
            await audit.record(
                act,
                "assets.label_printer",
                subject="assets.label_printer",
                subject_id=saved,
                unit_id=unit.id,
                after=after,
            )
    except asyncpg.UniqueViolationError as error:
        raise Refused(Problem(_("Đơn vị đã có máy in mang tên này."), "name", "taken")) from error
    return int(saved)


async def _changed(printer_id: int, values: tuple[object, ...], version: int, act: Act) -> int:
    if await printer(printer_id, act.who) is None:
        raise Missing(_("Không có máy in này."))
    saved = await db.value(
        'UPDATE assets.assets_label_printer SET unit_id = $2, unit_name = $3, name = $4, dpi = $5, "right" = $6,'
        " down = $7, updated_at = $8, version = version + 1 WHERE id = $1 AND version = $9 RETURNING id",
        printer_id,
        *values,
        version,
    )
    if saved is None:
        raise Conflict(Problem(_("Máy in này vừa được người khác sửa. Hãy tải lại trang."), "version", "changed"))
    return int(saved)

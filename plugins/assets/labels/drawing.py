"""Labels as a PDF for sheets, as ZPL for rolls. Both draw the symbols themselves, from whole dots."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

import anyio.to_thread
import segno
from msgspec import Struct

from core.codes import code_address, grouped, module_widths
from core.printing import pdf, png
from plugins.assets.labels.domain.layout import DPI, Layout, TextBox, arranged, black, dots, squares
from plugins.assets.labels.domain.sheets import A4, Roll, Sheet, spots
from plugins.assets.labels.domain.zpl import zpl_file, zpl_label

MOST_LABELS = 2000
_AT_ONCE = 50  # pictures of thermal labels that are in memory together
# typst would break a line after these only; a long name without spaces may break anywhere
_LONG_WORD = re.compile(r"\S{18,}")

Box = tuple[int, int, int, int]


class Label(Struct, frozen=True):
    """What one label says. code: digits with check digits; title, line, note: the most important first."""

    code: str
    title: str
    line: str = ""
    note: str = ""

    def words(self, role: str) -> str:
        """Return the text for a place on the label."""
        return grouped(self.code) if role == "digits" else str(getattr(self, role))


def template() -> Traversable:
    """Return the typst template of both kinds of label."""
    return files("plugins.assets").joinpath("templates", "assets", "labels", "labels.typ")


@lru_cache(maxsize=4096)
def _qr(address: str) -> tuple[tuple[int, ...], ...]:
    """Return the modules of a QR code; error correction as high as fits without growing. Never a Micro QR."""
    front = address.rstrip("0123456789")
    made = segno.make(address, error="l", micro=False, mask=_mask(front, len(address)))
    return tuple(tuple(row) for row in made.matrix)


@lru_cache(maxsize=64)
def _mask(front: str, length: int) -> int:
    """Return the mask pattern for addresses of one host and length.

    Trying all eight takes nine tenths of the time of a code, and addresses that differ in some digits alone get along
    with the same one: any mask is valid, the best one is only a little easier for a poor camera.
    """
    return int(segno.make(front.ljust(length, "7"), error="l", micro=False).mask)


def symbols(
    label: Label, base_url: str, width: float, height: float, pad: float, dpi: float
) -> tuple[Layout, list[Box]]:
    """Return a label's layout and its black boxes in dots. Raises DoesNotFitError."""
    bars, qr = module_widths(label.code), _qr(code_address(base_url, label.code))
    layout = arranged(width, height, pad, sum(bars), len(qr), dpi)
    return layout, [*black(layout.bars, bars), *squares(layout.qr, qr)]


async def sheets_pdf(
    labels: Sequence[Label],
    sheet: Sheet,
    base_url: str,
    *,
    title: str,
    at: datetime,
    skip: int = 0,
    nudge: tuple[float, float] = (0.0, 0.0),
    outlines: bool = False,
) -> bytes:
    """Return the labels on sheets, as PDF in true size.

    skip: labels of the first sheet that are used up. nudge: correction of the printer in mm. outlines: draw the edges
    of every label, to hold a print on plain paper against the stock. Raises DoesNotFitError, PrintingError.
    """
    data = await anyio.to_thread.run_sync(_sheet_data, labels, sheet, base_url, skip, nudge)
    data |= {"title": title, "outlines": outlines or sheet.cut}
    return await anyio.to_thread.run_sync(pdf, template(), data, at)


def _sheet_data(
    labels: Sequence[Label], sheet: Sheet, base_url: str, skip: int, nudge: tuple[float, float]
) -> dict[str, Any]:
    pages: list[dict[str, Any]] = []
    boxes: list[list[Box]] = []
    for label, spot in zip(labels, spots(sheet, len(labels), skip, nudge), strict=True):
        if spot.page == len(pages):
            pages.append({"texts": [], "labels": []})
            boxes.append([])
        layout, drawn = symbols(label, base_url, sheet.width, sheet.height, sheet.pad, DPI)
        # the corner goes to the nearest dot: at most 0.06 mm away, and every bar stays whole
        right, down = dots(spot.x), dots(spot.y)
        boxes[spot.page] += [(x + right, y + down, w, h) for x, y, w, h in drawn]
        pages[spot.page]["texts"] += _texts(label, layout.texts, spot.x, spot.y)
        pages[spot.page]["labels"].append([spot.x, spot.y])
    for page, black_boxes in zip(pages, boxes, strict=True):
        page["codes"] = _svg(black_boxes)
    return {"width": A4[0], "height": A4[1], "label": [sheet.width, sheet.height], "pages": pages}


def _texts(label: Label, places: Iterable[TextBox], x: float, y: float) -> list[dict[str, Any]]:
    return [
        {
            "x": x + box.x,
            "y": y + box.y,
            "width": box.width,
            "size": box.size,
            "lines": box.lines,
            "bold": box.bold,
            "middle": box.middle,
            "text": _LONG_WORD.sub(lambda word: "\u200b".join(word[0]), words),
        }
        for box in places
        if (words := label.words(box.role))
    ]


def _svg(boxes: Iterable[Box]) -> str:
    """Return a page of black boxes, one unit a dot."""
    across, down = A4[0] * DPI / 25.4, A4[1] * DPI / 25.4
    path = "".join(f"M{x} {y}h{w}v{h}h-{w}z" for x, y, w, h in boxes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{A4[0]}mm" height="{A4[1]}mm" '
        f'viewBox="0 0 {across:.5f} {down:.5f}"><path d="{path}"/></svg>'
    )


async def rolls_zpl(
    labels: Sequence[Label], roll: Roll, base_url: str, *, dpi: int = DPI, nudge: tuple[float, float] = (0.0, 0.0)
) -> bytes:
    """Return the labels as a ZPL file for a thermal printer of 203 or 300 dpi. nudge: its correction in mm.

    Raises DoesNotFitError, PrintingError.
    """
    moved = (dots(nudge[0], dpi), dots(nudge[1], dpi))
    return await anyio.to_thread.run_sync(lambda: zpl_file(_zpl_labels(labels, roll, base_url, dpi, moved)))


def _zpl_labels(labels: Sequence[Label], roll: Roll, base_url: str, dpi: int, nudge: tuple[int, int]) -> Iterator[str]:
    from PIL import Image, ImageDraw

    width, height = dots(roll.width, dpi), dots(roll.height, dpi)
    for first in range(0, len(labels), _AT_ONCE):
        some = labels[first : first + _AT_ONCE]
        drawn = [symbols(label, base_url, roll.width, roll.height, roll.pad, dpi) for label in some]
        data = {
            "title": "",
            "outlines": False,
            "width": roll.width,
            "height": roll.height,
            "label": [roll.width, roll.height],
            "pages": [
                {"texts": _texts(label, layout.texts, 0, 0), "labels": [[0, 0]], "codes": ""}
                for label, (layout, _) in zip(some, drawn, strict=True)
            ],
        }
        for text, (_, boxes) in zip(png(template(), data, dpi), drawn, strict=True):
            picture = Image.new("L", (width, height), 255)
            picture.paste(Image.open(io.BytesIO(text)).convert("L"), (0, 0))
            pen = ImageDraw.Draw(picture)
            for x, y, w, h in boxes:
                pen.rectangle((x, y, x + w - 1, y + h - 1), fill=0)
            # a set bit is black in ZPL and white in PIL
            bits = picture.point(lambda grey: 255 if grey < 128 else 0).convert("1").tobytes()
            across = (width + 7) // 8
            yield zpl_label([bits[at : at + across] for at in range(0, len(bits), across)], width, nudge)

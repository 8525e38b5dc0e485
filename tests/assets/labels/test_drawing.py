"""Printed labels are read back by programs that have nothing to do with ours: poppler draws, zxing reads."""

import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from core.codes import ASSET, compose
from plugins.assets.labels.domain.sheets import Roll, Sheet
from plugins.assets.labels.drawing import Label, rolls_zpl, sheets_pdf
from plugins.assets.labels.stock import stock

pytestmark = pytest.mark.anyio
BASE = "https://motcua.duchoa.longan.gov.vn"
AT = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)


def labels(count: int) -> list[Label]:
    codes = [compose(ASSET, unit=12, running=n * 7919 % 10**6, **{"class": n % 100}) for n in range(1, count + 1)]
    return [
        Label(code, f"Máy in <một cửa> & hộ tịch số {n}", "Xã Hòa Khánh Đông", "HP LaserJet Pro M252dw")
        for n, code in enumerate(codes, 1)
    ]


def pictures(pdf: bytes, dpi: int, folder: Path) -> list[Image.Image]:
    """Return the pages as poppler prints them, in grey."""
    (folder / "labels.pdf").write_bytes(pdf)
    command = ["pdftoppm", "-r", str(dpi), "-gray", str(folder / "labels.pdf"), str(folder / f"page-{dpi}")]
    subprocess.run(command, check=True)
    return [Image.open(path).copy() for path in sorted(folder.glob(f"page-{dpi}*.pgm"))]


def read(picture: Image.Image) -> set[tuple[str, str]]:
    return {(found.format.name, found.text) for found in zxingcpp.read_barcodes(picture)}


def expected(some: list[Label]) -> set[tuple[str, str]]:
    bars = {("Code128", label.code) for label in some}
    return bars | {("QRCode", f"{BASE}/q/{label.code}") for label in some}


@pytest.mark.parametrize("sheet", stock().sheet, ids=lambda sheet: sheet.key)
async def test_every_symbol_of_a_full_sheet_is_read(sheet: Sheet, tmp_path: Path) -> None:
    some = labels(sheet.labels)
    pdf = await sheets_pdf(some, sheet, BASE, title="Nhãn", at=AT)
    (grey,) = pictures(pdf, 300, tmp_path)
    assert read(grey) == expected(some)
    (coarse,) = pictures(pdf, 203, tmp_path)
    assert read(coarse.point(lambda shade: 255 if shade > 127 else 0)) == expected(some)


async def test_used_labels_stay_empty_and_the_correction_moves_everything(tmp_path: Path) -> None:
    sheet = stock().sheet[0]
    some = labels(3)
    pdf = await sheets_pdf(some, sheet, BASE, title="Nhãn", at=AT, skip=64, nudge=(0.5, -0.7))
    first, second = pictures(pdf, 203, tmp_path)
    assert (read(first), read(second)) == (expected(some[:1]), expected(some[1:]))
    straight = pictures(await sheets_pdf(some, sheet, BASE, title="Nhãn", at=AT, skip=64), 203, tmp_path)[0]
    moved = [ink(first)[at] - ink(straight)[at] for at in (0, 1)]
    assert moved == pytest.approx([0.5 * 203 / 25.4, -0.7 * 203 / 25.4], abs=1.1)


def ink(picture: Image.Image) -> tuple[int, int]:
    """Return the corner of what is black."""
    box = picture.point(lambda shade: 255 if shade < 128 else 0).getbbox()
    assert box
    return box[0], box[1]


async def test_the_sheet_has_the_size_of_paper_and_words_that_can_be_searched(tmp_path: Path) -> None:
    pdf = await sheets_pdf(labels(1), stock().sheet[2], BASE, title="Nhãn", at=AT)
    (tmp_path / "a.pdf").write_bytes(pdf)
    assert "(A4)" in told("pdfinfo", str(tmp_path / "a.pdf"))
    assert "Xã Hòa Khánh Đông" in told("pdftotext", str(tmp_path / "a.pdf"), "-")


def told(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def dots_of(zpl: str) -> list[Image.Image]:
    """Return the pictures in a ZPL file, by the words of Zebra's guide alone."""
    pages = []
    for total, across, packed in re.findall(r"\^GFA,(\d+),\d+,(\d+),([^^]*)\^FS", zpl):
        width = int(across) * 2
        rows: list[str] = []
        row, count = "", 0
        for sign in packed:
            if sign == ":":
                rows.append(rows[-1])
            elif sign == ",":
                rows.append(row.ljust(width, "0"))
                row = ""
            elif "G" <= sign <= "Y":
                count += ord(sign) - 70
            elif "g" <= sign <= "z":
                count += (ord(sign) - 102) * 20
            else:
                row, count = row + sign * (count or 1), 0
                if len(row) == width:
                    rows.append(row)
                    row = ""
        assert not row
        assert len(rows) * int(across) == int(total)
        bits = bytes.fromhex("".join(rows))
        picture = Image.frombytes("1", (int(across) * 8, len(rows)), bits)
        pages.append(picture.convert("L").point(lambda shade: 255 - shade))
    return pages


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("roll", stock().roll, ids=lambda roll: roll.key)
async def test_every_thermal_label_is_read(roll: Roll, dpi: int) -> None:
    some = labels(3)
    printed = await rolls_zpl(some, roll, BASE, dpi=dpi, nudge=(1.0, -0.5))
    pages = dots_of(printed.decode("ascii"))
    assert [read(page) for page in pages] == [expected([label]) for label in some]
    assert pages[0].height == round(roll.height * dpi / 25.4)
    assert f"^LS-{round(dpi / 25.4)}^LT-" in printed.decode()

"""Reads papers back with other people's programs: poppler for the text and the picture, zxing for the codes."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not installed")


def text_of(paper: bytes) -> str:
    """Return the text of a PDF as pdftotext sees it, blanks and line ends as single blanks."""
    command = ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=paper, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def raw_text_of(paper: bytes) -> str:
    """As `text_of`, in the order in which the text was written: what stands beside each other is not mixed."""
    command = ["pdftotext", "-raw", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=paper, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def pages_of(paper: bytes) -> list[tuple[int, int]]:
    """Return width and height of every page in millimetres."""
    boxes = [page.mediabox for page in PdfReader(BytesIO(paper)).pages]
    return [(round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) for box in boxes]


def picture_of(paper: bytes, folder: Path, dpi: int = 200) -> list[Image.Image]:
    """Return the pages as pdftoppm draws them."""
    file = folder / "paper.pdf"
    file.write_bytes(paper)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", str(file), str(folder / "page")], check=True)
    return [Image.open(page) for page in sorted(folder.glob("page*.pgm"))]

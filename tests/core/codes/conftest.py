"""An independent eye: codes are drawn by typst, thresholded like a thermal printer does, and read by zxing-cpp."""

import io
from collections.abc import Callable

import pytest
import typst
import zxingcpp
from PIL import Image

PAGE = b"""
#set page(width: auto, height: auto, margin: 3mm)
#image(bytes(sys.inputs.svg), format: "svg")
"""
Reader = Callable[..., list[tuple[str, str]]]


@pytest.fixture(scope="session")
def scan() -> Reader:
    """scan(svg, dpi=300, one_bit=False) -> [(kind of symbol, text)]."""
    compiler = typst.Compiler()

    def read(svg: str, dpi: float = 300, one_bit: bool = False) -> list[tuple[str, str]]:
        png = compiler.compile(PAGE, format="png", ppi=dpi, sys_inputs={"svg": svg})
        assert isinstance(png, bytes)
        image = Image.open(io.BytesIO(png)).convert("L")
        if one_bit:
            image = image.point(lambda grey: 255 if grey > 127 else 0)
        return [(found.format.name, found.text) for found in zxingcpp.read_barcodes(image)]

    return read

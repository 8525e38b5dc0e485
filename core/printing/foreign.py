"""Templates that an office wrote: compiled outside this process, with faults that name the line."""

import base64
import json
import re
import sys
import tempfile
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from subprocess import DEVNULL
from typing import Any, Final, Literal

import anyio
import msgspec
from anyio.abc import Process

from core.printing.fonts import PREFERRED, print_fonts, vendor_folder
from core.printing.render import STANDARDS, Data

MEMORY: Final = 1_500_000_000
"""Bytes of address space; typst and its fonts need about half a billion."""
SECONDS: Final = 10.0
LONGEST: Final = 100_000
_PLACE: Final = re.compile(r"main\.typ:(\d+):(\d+)")
_ASIDE: Final = re.compile(r" \((?:searched at|https:).*\)")


class TemplateFault(msgspec.Struct, frozen=True):
    """What is wrong with a template. line: from 1; 0 when the fault is in no line (time, memory, size)."""

    line: int
    message: str
    kind: Literal["typst", "time", "memory", "size"] = "typst"


class TemplateFaultError(RuntimeError):
    """A template does not compile, or wants too much."""

    def __init__(self, *faults: TemplateFault) -> None:
        self.faults = faults
        super().__init__("; ".join(f"{fault.line}: {fault.message}" for fault in faults))


async def foreign_pdf(source: str, data: Data, at: datetime, *, seconds: float = SECONDS) -> bytes:
    """Return a paper of a template given as text. at: aware, the time of creation. Raises TemplateFaultError."""
    try:
        return (await _compiled(source, data, seconds, output="pdf", at=_stamp(at), standards=STANDARDS))[0]
    except TemplateFaultError as error:
        # a letter that no font has breaks the promise of the archive format, not the paper: as `render_pdf`
        if any(fault.kind != "typst" for fault in error.faults):
            raise
        return (await _compiled(source, data, seconds, output="pdf", at=_stamp(at), standards=[]))[0]


async def foreign_png(source: str, data: Data, dpi: float = 110, *, seconds: float = SECONDS) -> list[bytes]:
    """Return the pages of a template given as text, as PNG images. Raises TemplateFaultError."""
    return await _compiled(source, data, seconds, output="png", dpi=dpi)


async def pdf_page_png(content: bytes, page: int, dpi: float = 110) -> bytes:
    """Return one page of a PDF that somebody sent, from 1, as PNG: to be looked at without opening it as it is.

    Raises TemplateFaultError when there is no such page or the file cannot be drawn.
    """
    sheet = "#set page(width: auto, height: auto, margin: 0pt)\n"
    drawn = f'{sheet}#image("sent.pdf", page: {page:d}, width: 210mm)\n'
    return (await _compiled(drawn, {}, SECONDS, {"sent.pdf": content}, output="png", dpi=dpi))[0]


def _stamp(at: datetime) -> str:
    if at.tzinfo is None:
        raise ValueError("the time of creation needs a zone")
    return at.replace(microsecond=0).isoformat()


async def _compiled(
    source: str, data: Data, seconds: float, beside: Mapping[str, bytes] | None = None, **options: Any
) -> list[bytes]:
    """Compile in the sandbox. beside: files by name that the template may read."""
    if len(source) > LONGEST:
        raise TemplateFaultError(TemplateFault(0, f"more than {LONGEST} letters", "size"))
    with tempfile.TemporaryDirectory(prefix="typst-") as root:
        await anyio.Path(root, "main.typ").write_text(source, "utf-8")
        for name, content in (beside or {}).items():
            await anyio.Path(root, name).write_bytes(content)
        answer = await _ask(json.dumps(_order(root, data, seconds) | options).encode(), seconds)
    if "error" in answer:
        raise TemplateFaultError(*faults_of(answer["error"]))
    return [base64.b64decode(page) for page in answer["pages"]]


def _order(root: str, data: Data, seconds: float) -> dict[str, Any]:
    family = print_fonts().family
    return {
        "root": root,
        "packages": str(Path(str(files("core.printing"))) / "templates"),
        "font": family,
        "system_fonts": family != PREFERRED,
        "font_folders": [str(vendor_folder())] if family == PREFERRED else [],
        "data": unicodedata.normalize("NFC", msgspec.json.encode(data).decode()),
        "memory": MEMORY,
        "seconds": int(seconds) + 1,
    }


async def _ask(order: bytes, seconds: float) -> dict[str, Any]:
    """Run the sandbox with an order and return its answer. Raises TemplateFaultError when it had to be stopped."""
    command = [sys.executable, "-I", str(Path(__file__).with_name("sandbox.py"))]
    # one thread: each would ask for address space of its own; nothing of our environment, which may hold secrets
    environment = {"RAYON_NUM_THREADS": "1", "PATH": "", "LANG": "C.UTF-8"}
    async with await anyio.open_process(command, env=environment, stderr=DEVNULL) as process:
        with anyio.move_on_after(seconds):
            return await _exchange(process, order)
        process.kill()
    raise TemplateFaultError(TemplateFault(0, f"more than {seconds:g} seconds", "time"))


async def _exchange(process: Process, order: bytes) -> dict[str, Any]:
    assert process.stdin is not None  # noqa: S101 -- both are pipes
    assert process.stdout is not None  # noqa: S101
    await process.stdin.send(order)
    await process.stdin.aclose()
    parts = [part async for part in process.stdout]
    code = await process.wait()
    if code:
        raise TemplateFaultError(TemplateFault(0, f"stopped with code {code}: it wanted too much memory", "memory"))
    answer: dict[str, Any] = json.loads(b"".join(parts))
    return answer


def faults_of(diagnosis: str) -> tuple[TemplateFault, ...]:
    """Return typst's diagnosis as faults: the message of each and the line of the template it points to."""
    found: list[TemplateFault] = []
    for block in re.split(r"(?m)^(?=error: )", diagnosis):
        message = block.strip().partition("\n")[0].removeprefix("error: ")
        if not message:
            continue
        place = _PLACE.search(block)
        # what typst adds in brackets would show where our files lie, or an address that it did not reach
        found.append(TemplateFault(int(place[1]) if place else 0, _ASIDE.sub("", message)))
    return tuple(found)

"""Templates that somebody wrote: they compile elsewhere, reach nothing, and cannot eat the machine."""

import os
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from core.printing import TemplateFaultError, foreign_pdf, foreign_png, pdf_page_png
from core.printing.foreign import LONGEST, faults_of

pytestmark = pytest.mark.anyio
AT = datetime(2026, 2, 3, tzinfo=UTC)
HEAD = '#import "@motcua/official:1.0.0": *\n#show: official.with(title: "Giấy")\n'


async def kind_of(source: str, seconds: float = 10) -> tuple[int, str]:
    with pytest.raises(TemplateFaultError) as raised:
        await foreign_pdf(source, {}, AT, seconds=seconds)
    return raised.value.faults[0].line, raised.value.faults[0].kind


async def test_a_paper_is_archivable_and_vietnamese() -> None:
    paper = await foreign_pdf(HEAD + "= Xin chào #data.name", {"name": "Đặng Thị Mỹ Hạnh"}, AT)
    reader = PdfReader(BytesIO(paper))
    assert "Xin chào Đặng Thị Mỹ Hạnh" in reader.pages[0].extract_text()
    assert "<pdfaid:part>2</pdfaid:part>" in reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()


async def test_texts_of_data_are_never_markup() -> None:
    paper = await foreign_pdf(HEAD + "#data.name", {"name": '#read("/etc/passwd") *x*'}, AT)
    assert '#read("/etc/passwd") *x*' in PdfReader(BytesIO(paper)).pages[0].extract_text()


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("a\n\n#nobody", 3),
        ('#read("/etc/passwd")', 1),
        ('#read("/proc/self/environ")', 1),
        ('\n#read("../../../../etc/passwd")', 2),
        ('#image("/etc/hostname")', 1),
        ('#import "@preview/cetz:0.3.0"', 1),
        ('#import "@local/secrets:1.0.0"', 1),
    ],
)
async def test_a_fault_names_its_line_and_nothing_outside_is_read(source: str, line: int) -> None:
    assert await kind_of(source) == (line, "typst")


async def test_a_symbolic_link_leads_nowhere(tmp_path: Path) -> None:
    # a template cannot make one, but the root of the sandbox must be empty all the same
    assert await kind_of('#read("main.typ.bak")') == (1, "typst")


async def test_environment_and_secrets_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "MOTCUA_SECRET_KEY", "not for templates")
    with pytest.raises(TemplateFaultError) as raised:
        await foreign_png("#panic(sys.inputs)", {})
    assert "not for templates" not in str(raised.value)
    assert str(Path.cwd()) not in str(raised.value)


async def test_memory_is_limited() -> None:
    assert await kind_of('#let x = "eight by" * 500000000\n#x.len()') == (0, "memory")


async def test_time_is_limited() -> None:
    slow = "#let n = 0\n#for i in range(60000) { for j in range(60000) { n += calc.rem(i, j + 1) } }"
    assert await kind_of(slow, seconds=1.5) == (0, "time")


async def test_length_is_limited() -> None:
    assert await kind_of("a" * (LONGEST + 1)) == (0, "size")


async def test_a_sent_pdf_is_drawn_page_by_page() -> None:
    paper = await foreign_pdf(HEAD + "một #pagebreak() hai", {}, AT)
    assert (await pdf_page_png(paper, 2)).startswith(b"\x89PNG")
    for content, page in ((paper, 3), (b"%PDF-1.4 nothing", 1)):
        with pytest.raises(TemplateFaultError):
            await pdf_page_png(content, page)


def test_a_diagnosis_with_several_errors_is_several_faults() -> None:
    first = "error: unknown variable: a\n  ┌─ /x/main.typ:3:1\n\n"
    second = "error: file not found (searched at /x/y)\n  ┌─ /x/main.typ:9:2\n"
    faults = faults_of(first + second)
    assert [(fault.line, fault.message) for fault in faults] == [(3, "unknown variable: a"), (9, "file not found")]

import io
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from core.printing import PrintingError, pdf, png, render_pdf

AT = datetime(2026, 2, 3, 8, 5, tzinfo=UTC)
TEMPLATE = """
#import "@motcua/official:1.0.0": *
#show: official.with(title: data.title, author: "UBND huyện Đức Hòa", subject: "Thử")
#data.name
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("templates") / "thử.typ"
    path.write_text(TEMPLATE, "utf-8")
    return path


def text_of(paper: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)


def test_the_same_data_gives_the_same_bytes(template: Path) -> None:
    data = {"title": "Giấy", "name": "Nguyễn Văn Thưởng"}
    assert pdf(template, data, AT) == pdf(template, data, AT)
    assert pdf(template, data, AT) != pdf(template, data | {"name": "Khác"}, AT)


def test_metadata_and_standards(template: Path) -> None:
    paper = pdf(template, {"title": "Giấy tiếp nhận", "name": "x"}, AT)
    reader = PdfReader(io.BytesIO(paper))
    assert reader.metadata is not None
    assert reader.metadata.title == "Giấy tiếp nhận"
    assert reader.metadata.author == "UBND huyện Đức Hòa"
    assert reader.metadata.creation_date == AT
    assert reader.trailer["/Root"]["/Lang"] == "vi"
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp


MARKUP = '*đậm* _nghiêng_ #panic(1) #eval("1+1") $x^2$ `mã` <nhãn> @tham // chú \\ ~ -- ... \'a\' "b" = tiêu'


def test_markup_in_values_stays_text(template: Path) -> None:
    paper = text_of(pdf(template, {"title": "x", "name": MARKUP}, AT))
    assert " ".join(paper.split()) == MARKUP


@settings(max_examples=80, deadline=None)
@given(name=st.text("*_#$`<>@/\\~-='\"[]{}()%&aăđ1 ", max_size=60))
def test_no_value_breaks_a_template(template: Path, name: str) -> None:
    paper = text_of(pdf(template, {"title": name, "name": name}, AT))
    assert "".join(paper.split()) == "".join(name.split())


@pytest.mark.parametrize("name", ["Hạnh 😀", "日本", "\x00\x1f", "\u202eđảo"])
def test_a_character_without_glyph_does_not_stop_the_printer(template: Path, name: str) -> None:
    assert pdf(template, {"title": "x", "name": name}, AT).startswith(b"%PDF-")


def test_decomposed_letters_are_composed(template: Path) -> None:
    decomposed = "Nguye\u0302\u0303n Thi\u0323 Ha\u0323nh"
    assert text_of(pdf(template, {"title": "x", "name": decomposed}, AT)) == "Nguyễn Thị Hạnh"


def test_a_broken_template_names_file_and_line(tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#let x = 1\n#data.missing", "utf-8")
    with pytest.raises(PrintingError, match=r"broken.typ.*unknown variable: data"):
        pdf(broken, {}, AT)


def test_a_missing_field_is_an_error_and_not_an_empty_paper(template: Path) -> None:
    with pytest.raises(PrintingError, match="name"):
        pdf(template, {"title": "x"}, AT)


def test_a_missing_template_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"absent\.typ"):
        pdf(tmp_path / "absent.typ", {}, AT)


def test_a_time_without_zone_is_refused(template: Path) -> None:
    with pytest.raises(ValueError, match="zone"):
        pdf(template, {"title": "x", "name": "x"}, datetime(2026, 2, 3))  # noqa: DTZ001 -- the point of the test


def test_a_template_cannot_read_files_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    inside = tmp_path / "papers"
    inside.mkdir()
    (inside / "peek.typ").write_text('#read("../secret.txt")', "utf-8")
    with pytest.raises(PrintingError, match="escape"):
        pdf(inside / "peek.typ", {}, AT)


def test_many_threads_share_one_template(template: Path) -> None:
    wanted = {number: pdf(template, {"title": "x", "name": f"số {number}"}, AT) for number in range(8)}
    made: dict[int, list[bytes]] = {number: [] for number in wanted}

    def work(number: int) -> None:
        for _ in range(10):
            made[number].append(pdf(template, {"title": "x", "name": f"số {number}"}, AT))

    threads = [threading.Thread(target=work, args=(number,)) for number in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(set(papers) == {wanted[number]} and len(papers) == 10 for number, papers in made.items())


@pytest.mark.anyio
async def test_the_event_loop_gets_the_same_paper(template: Path) -> None:
    data = {"title": "x", "name": "Đức Hòa"}
    assert await render_pdf(template, data, at=AT) == pdf(template, data, AT)


def test_png_pages_have_the_resolution_asked_for(template: Path) -> None:
    from PIL import Image

    pages = png(template, {"title": "x", "name": "x"}, dpi=72)
    assert len(pages) == 1
    assert Image.open(io.BytesIO(pages[0])).size == (595, 842)

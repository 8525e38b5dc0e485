import pytest

from core.errors import Refused
from core.files.domain.check import checked
from core.files.domain.kinds import BY_EXTENSION, JPEG, KINDS, PDF, PNG, TEXT, binary_kind, media_type_of

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><script>alert(1)</script>"


def code_of(name: str, content: bytes, **options: object) -> str:
    with pytest.raises(Refused) as raised:
        checked(name, content, **options)  # type: ignore[arg-type]
    (problem,) = raised.value.problems
    assert problem.field == "file"
    assert problem.message
    return problem.code


@pytest.mark.parametrize("extension", [kind.extensions[0] for kind in KINDS])
def test_every_kind_is_taken(extension: str, samples: dict[str, bytes]) -> None:
    kept = checked(f"giấy tờ.{extension.upper()}", samples[extension])
    wanted = "jpg" if extension == "heic" else extension
    assert kept.kind is BY_EXTENSION[wanted]
    assert kept.name == f"giấy tờ.{wanted}"
    assert media_type_of(kept.name) == kept.kind.media_type


@pytest.mark.parametrize("extension", [kind.extensions[0] for kind in KINDS])
def test_a_wrong_extension_is_refused(extension: str, samples: dict[str, bytes]) -> None:
    # text has no signature: the same letters may be a table or a note
    same = {"csv", "txt"}
    for other, content in samples.items():
        if other != extension and not {other, extension} <= same:
            assert code_of(f"x.{extension}", content) in ("content", "archive")


@pytest.mark.parametrize(
    "name",
    ["x.exe", "x.svg", "x.html", "x.htm", "x.xml", "x.js", "x.docm", "x.zip", "x", "", "pdf", "x.pdf.exe", "x.pdf "],
)
def test_only_listed_extensions_are_taken(name: str, samples: dict[str, bytes]) -> None:
    if name.strip() == "x.pdf":
        assert checked(name, samples["pdf"]).kind is PDF
    else:
        assert code_of(name, samples["pdf"]) == "kind"


def test_a_place_may_allow_fewer_kinds(samples: dict[str, bytes]) -> None:
    assert checked("x.jpg", samples["jpg"], allowed=(JPEG, PNG)).kind is JPEG
    with pytest.raises(Refused, match="jpg, png"):
        checked("x.pdf", samples["pdf"], allowed=(JPEG, PNG))


@pytest.mark.parametrize(
    "content", [SVG, HTML, b"\xef\xbb\xbf  \n" + HTML, b"<?xml version='1.0'?>" + SVG, b"<!-- x -->" + HTML]
)
@pytest.mark.parametrize("extension", ["txt", "csv", "ics", "png", "pdf"])
def test_pages_and_svg_are_refused_under_any_name(extension: str, content: bytes) -> None:
    assert code_of(f"x.{extension}", content) == "content"


@pytest.mark.parametrize("content", ["<Kính gửi> UBND xã".encode(), b"a < b", b"x,<b>,y"])
def test_a_note_may_hold_a_less_than_sign(content: bytes) -> None:
    assert checked("x.txt", content).kind is TEXT


@pytest.mark.parametrize(
    "content",
    [b"a\x00b", b"\x1b[31mred", b"\xff\xd8\xff\xe0JFIF", "Long Định".encode("cp1258", "ignore"), b"MZ\x90\x00\x03"],
)
def test_what_is_no_text_is_not_taken_for_one(content: bytes) -> None:
    assert code_of("x.txt", content) == "content"


def test_a_spreadsheet_s_utf_16_text_is_taken() -> None:
    assert checked("x.csv", "số\ttên\r\n1\tĐức Hòa".encode("utf-16")).kind.name == "CSV"


def test_empty_and_too_large_files_are_refused(samples: dict[str, bytes]) -> None:
    assert code_of("x.txt", b"") == "empty"
    assert code_of("x.txt", b"a" * (5 * 1024 * 1024 + 1)) == "size"
    assert code_of("x.pdf", samples["pdf"] + bytes(20 * 1024 * 1024)) == "size"


def test_a_pdf_must_be_whole_and_nothing_else(samples: dict[str, bytes]) -> None:
    pdf, docx = samples["pdf"], samples["docx"]
    assert code_of("x.pdf", pdf[:-10]) == "content"
    assert code_of("x.pdf", pdf + docx) == "content"
    assert code_of("x.pdf", b"GIF89a" + pdf) == "content"
    assert code_of("x.docx", docx + pdf) == "archive"


def test_damaged_pictures_and_unsafe_archives_are_refused(samples: dict[str, bytes]) -> None:
    assert code_of("x.jpg", samples["jpg"][:200]) == "image"
    assert code_of("x.docx", samples["docx"][:-4]) == "archive"


def test_signatures_need_more_than_a_resemblance() -> None:
    assert binary_kind(b"RIFF\x00\x00\x00\x00WAVE") is None
    assert binary_kind(b"\x00\x00\x00\x18ftypisom") is None
    assert binary_kind(b" %PDF-1.7") is None

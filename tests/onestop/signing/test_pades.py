"""A signed paper is whole for pyHanko and for poppler; one changed byte, one added page, and both say so."""

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest

from plugins.onestop.signing import checking
from plugins.onestop.signing.checking import check, check_pdf
from plugins.onestop.signing.domain.places import Place
from plugins.onestop.signing.drawing import draw_mark
from plugins.onestop.signing.keys import KeyFile
from plugins.onestop.signing.pades import CannotSign, Mark, sign_pdf
from tests.onestop.signing.conftest import Authority, make_authority

AT = datetime(2017, 11, 22, 2, 30, 15, tzinfo=UTC)
TOKEN = "50123456789012345"


def mark(place: Place = "first_top") -> Mark:
    drawing = draw_mark("Trần Văn Bình", "UBND xã Mỹ Hạnh Bắc", TOKEN, "https://motcua.example.vn", AT)
    return Mark(drawing, place, "Kết quả hồ sơ 000.00.15.H39-171122-0001", "UBND xã Mỹ Hạnh Bắc")


@pytest.fixture(scope="session")
def signed(paper: bytes, key_file: KeyFile) -> bytes:
    return sign_pdf(paper, key_file, mark(), AT)


def test_what_was_signed_is_whole_and_trusted(signed: bytes, authority: Authority) -> None:
    found = check_pdf(signed, [authority.der], AT)
    [report] = found.signatures
    assert found.verdict == "good"
    assert report.signer == "Trần Văn Bình, UBND xã Mỹ Hạnh Bắc"
    assert report.issuer == "CA thử nghiệm, Cơ quan chứng thực thử"
    assert (report.claimed_at, report.intact, report.change, report.trust) == (AT, True, "none", "trusted")


def test_it_is_pades(signed: bytes, paper: bytes) -> None:
    assert signed.startswith(paper)
    reader = pypdf.PdfReader(io.BytesIO(signed))
    field = next(f for f in reader.get_fields().values() if f.get("/FT") == "/Sig")  # type: ignore[union-attr]
    value = field["/V"]
    assert value["/SubFilter"] == "/ETSI.CAdES.detached"
    assert value["/M"].startswith("D:20171122023015")
    assert "000.00.15.H39-171122-0001" in value["/Reason"]


@pytest.mark.parametrize(("place", "page"), [("first_top", 0), ("last_left", 1), ("last_right", 1)])
def test_the_mark_stands_where_it_was_asked_for(paper: bytes, key_file: KeyFile, place: Place, page: int) -> None:
    made = sign_pdf(paper, key_file, mark(place), AT)
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    marks = [number for number, shown in enumerate(pages) if shown.get("/Annots")]
    assert marks == [page]
    [annotation] = [a.get_object() for a in pages[page]["/Annots"]]  # type: ignore[union-attr]
    left, bottom, right, top = (float(edge) for edge in annotation["/Rect"])
    assert 0 < left < right < float(pages[page].mediabox.right)
    assert 0 < bottom < top < float(pages[page].mediabox.top)


def test_the_mark_says_who_and_when_in_right_vietnamese() -> None:
    text = pypdf.PdfReader(io.BytesIO(mark().drawing)).pages[0].extract_text()
    for words in (
        "Ký số bởi: Trần Văn Bình",
        "UBND xã Mỹ Hạnh Bắc",
        "22/11/2017 09:30:15 +07:00",
        "5012 3456 7890 1234 5",
    ):
        assert words in " ".join(text.split())


def test_the_marks_code_leads_to_the_page_where_it_is_checked(signed: bytes, tmp_path: Path) -> None:
    if shutil.which("pdftoppm") is None:
        pytest.skip("poppler-utils is not installed")
    import zxingcpp
    from PIL import Image

    (tmp_path / "signed.pdf").write_bytes(signed)
    subprocess.run(["pdftoppm", "-r", "150", "-png", "signed.pdf", "page"], cwd=tmp_path, check=True)
    picture = Image.open(min(tmp_path.glob("page*.png")))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [f"https://motcua.example.vn/q/{TOKEN}"]


def test_every_changed_byte_shows(signed: bytes, authority: Authority) -> None:
    """All but the container of the signature itself, which carries certificates that prove nothing by themselves."""
    match = re.search(rb"/ByteRange *\[ *0 +(\d+) +(\d+) +(\d+) *\]", signed)
    assert match is not None
    before, after, rest = (int(number) for number in match.groups())
    assert after + rest == len(signed)
    covered = [*range(20, before, before // 15), *range(after, len(signed) - 20, rest // 5)]
    padding = signed.rindex(b"0" * 100, before, after) + 50
    for place in [*covered, padding]:
        changed = bytearray(signed)
        changed[place] ^= 0x01
        assert check_pdf(bytes(changed), [authority.der], AT).verdict in {"changed", "unreadable", "unsigned"}, place


def test_an_added_page_or_note_shows(signed: bytes, authority: Authority) -> None:
    writer = pypdf.PdfWriter(io.BytesIO(signed), incremental=True)
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    assert check_pdf(out.getvalue(), [authority.der], AT).verdict == "changed"


def test_a_second_signature_leaves_the_first_whole(signed: bytes, authority: Authority) -> None:
    seal = authority.key_file("UBND xã Mỹ Hạnh Bắc")
    twice = sign_pdf(signed, seal, mark("last_right"), AT)
    found = check_pdf(twice, [authority.der], AT)
    assert [(report.intact, report.change) for report in found.signatures] == [(True, "allowed"), (True, "none")]
    assert found.verdict == "good"


def test_a_stranger_s_signature_is_whole_but_not_trusted(paper: bytes, authority: Authority) -> None:
    forged = sign_pdf(paper, make_authority("CA giả").key_file(), mark(), AT)
    found = check_pdf(forged, [authority.der], AT)
    assert (found.verdict, found.signatures[0].trust) == ("unknown_signer", "unknown")


def test_a_certificate_that_ended_is_said_to_have_ended(signed: bytes, authority: Authority) -> None:
    found = check_pdf(signed, [authority.der], datetime(2021, 1, 1, tzinfo=UTC))
    assert (found.verdict, found.signatures[0].trust) == ("unknown_signer", "expired")


def test_a_key_that_may_not_sign_is_not_trusted(paper: bytes, authority: Authority) -> None:
    other = sign_pdf(paper, authority.key_file(signs=False), mark(), AT)
    assert check_pdf(other, [authority.der], AT).verdict == "unknown_signer"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n%%EOF", b"\x00" * 1000, b"%PDF-1.7\n" + b"1 0 obj<<" * 5000])
def test_what_is_no_paper_is_unreadable_and_cannot_be_signed(content: bytes, key_file: KeyFile) -> None:
    assert check_pdf(content, [], AT).verdict == "unreadable"
    with pytest.raises(CannotSign):
        sign_pdf(content, key_file, mark(), AT)


def test_an_unsigned_paper_says_so(paper: bytes) -> None:
    assert check_pdf(paper, [], AT).verdict == "unsigned"


def test_a_wrong_password_signs_nothing(paper: bytes, key_file: KeyFile) -> None:
    with pytest.raises(CannotSign):
        sign_pdf(paper, KeyFile(key_file.content, "sai"), mark(), AT)


@pytest.mark.anyio
async def test_the_check_runs_in_a_process_of_its_own(signed: bytes, authority: Authority) -> None:
    assert (await check(signed, [authority.der], AT)).verdict == "good"


@pytest.mark.anyio
async def test_a_check_without_end_is_ended(signed: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "SECONDS", 0.01)
    found = await check(signed, [], AT)
    assert (found.verdict, len(found.sha256)) == ("unreadable", 64)


def test_poppler_agrees(signed: bytes, authority: Authority, tmp_path: Path) -> None:
    """pdfsig takes its trusted authorities from an NSS folder; without one it still judges the signature itself."""
    if shutil.which("pdfsig") is None:
        pytest.skip("poppler-utils is not installed")
    (tmp_path / "good.pdf").write_bytes(signed)
    at = next(i for i in range(200, 4000) if signed[i : i + 6] == b"stream") + 20
    changed = bytearray(signed)
    changed[at] ^= 0x01
    (tmp_path / "changed.pdf").write_bytes(bytes(changed))

    def ask(file: str) -> str:
        done = subprocess.run(["pdfsig", "-nocert", file], cwd=tmp_path, capture_output=True, text=True, check=False)
        return done.stdout

    good, bad = ask("good.pdf"), ask("changed.pdf")
    assert "Signature Validation: Signature is Valid." in good
    assert "ETSI.CAdES.detached" in good
    assert "Total document signed" in good
    assert "Trần Văn Bình" in good
    assert "Signature is Valid" not in bad

from email.message import Message
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.files.domain.names import LONGEST_NAME, clean_name, content_disposition, stored_path


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("Đơn xin cấp giấy.pdf", "Đơn xin cấp giấy.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Hạnh\\giấy tờ.PDF", "giấy tờ.pdf"),
        ("\\\\máy\\chung\\x.pdf", "x.pdf"),
        ("a\x00b\r\nc.pdf", "ab c.pdf"),
        ("hóa\u202efdp.exe.pdf", "hóafdp.exe.pdf"),  # right-to-left override
        ("  .pdf", "tep.pdf"),
        (".pdf", "tep.pdf"),
        ("...pdf", "tep.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("nul.tar.pdf", "_nul.tar.pdf"),
        ('a<b>:"c|?*.pdf', "a b c.pdf"),
        ("De\u0302\u0300 nghi\u0323.pdf", "Đề nghị.pdf".replace("Đ", "D")),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ],
)
def test_names_are_shown_safely(raw: str, name: str) -> None:
    assert clean_name(raw, "pdf") == name


@given(st.text(max_size=300))
def test_any_name_becomes_one_safe_part_of_a_path(raw: str) -> None:
    name = clean_name(raw, "pdf")
    assert name.endswith(".pdf")
    assert 5 <= len(name) <= LONGEST_NAME
    assert not set(name) & set('/\\<>:"|?*\x00\r\n\t')
    assert not name.startswith((".", " "))
    assert clean_name(name, "pdf") == name


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100))
def test_a_saved_file_gets_its_name_back_and_the_header_stays_one_line(raw: str) -> None:
    name = clean_name(raw, "pdf")
    value = content_disposition(name)
    assert value.isascii()
    assert value.isprintable()
    assert unquote(value.partition("filename*=UTF-8''")[2]) == name
    message = Message()
    message["Content-Disposition"] = value
    assert message.get_content_disposition() == "attachment"


def test_old_programs_get_letters_without_marks() -> None:
    assert content_disposition("Đơn đề nghị.pdf") == (
        "attachment; filename=\"Don de nghi.pdf\"; filename*=UTF-8''%C4%90%C6%A1n%20%C4%91%E1%BB%81%20ngh%E1%BB%8B.pdf"
    )


def test_files_are_spread_over_folders_by_a_random_token() -> None:
    assert stored_path("ab" * 16) == "ab/ab/" + "ab" * 16


@pytest.mark.parametrize("token", ["", "../x", "AB" * 16, "ab" * 15, "ab" * 16 + "\n", "zz" * 16, "/etc/passwd"])
def test_nothing_else_becomes_a_path(token: str) -> None:
    with pytest.raises(ValueError, match="stored file"):
        stored_path(token)

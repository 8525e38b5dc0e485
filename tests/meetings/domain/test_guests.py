import pytest

from plugins.meetings.domain.guests import MOST, Guest, guests_problems, once_each, read_typed


@pytest.mark.parametrize(
    ("line", "guest"),
    [
        ("nam@xa.vn", Guest("nam@xa.vn", "nam@xa.vn")),
        ("Nguyễn Thị Năm <nam@xa.vn>", Guest("Nguyễn Thị Năm", "nam@xa.vn")),
        ("  Nguyễn  Thị Năm< nam@xa.vn >  ", Guest("Nguyễn Thị Năm", "nam@xa.vn")),
        ('"Năm, Nguyễn" <nam@xa.vn>', Guest("Năm, Nguyễn", "nam@xa.vn")),
        ("Nguyễn Thị Năm, <nam@xa.vn>", Guest("Nguyễn Thị Năm", "nam@xa.vn")),
        ("<nam@xa.vn>", Guest("nam@xa.vn", "nam@xa.vn")),
    ],
)
def test_a_line_is_a_guest(line: str, guest: Guest) -> None:
    assert read_typed(f"\n{line}\n\n") == ([guest], [])


@pytest.mark.parametrize(
    "line", ["Nguyễn Thị Năm", "nam@xa", "a@b.vn, c@d.vn", "Năm <nam@xa.vn> x", f"{'x' * 101} <a@b.vn>"]
)
def test_a_line_that_cannot_be_read_is_named_and_the_others_are_kept(line: str) -> None:
    guests, problems = read_typed(f"a@b.vn\n{line}\nc@d.vn")
    assert [guest.address for guest in guests] == ["a@b.vn", "c@d.vn"]
    assert [problem.field for problem in problems] == ["typed"]
    assert "Dòng 2" in problems[0].message


def test_each_mailbox_is_invited_once_and_the_first_counts() -> None:
    picked = Guest("Nguyễn Thị Năm", "Nam@xa.vn", person_id=5)
    assert once_each([picked, Guest("nam", "nam@XA.vn"), Guest("b", "b@xa.vn")]) == [picked, Guest("b", "b@xa.vn")]


@pytest.mark.parametrize(("count", "fine"), [(0, False), (1, True), (MOST, True), (MOST + 1, False)])
def test_how_many(count: int, fine: bool) -> None:
    assert (guests_problems([Guest("a", f"a{n}@b.vn") for n in range(count)]) == []) is fine

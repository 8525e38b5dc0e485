import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.commands.passwords import frequent_passwords, local_words
from core.accounts.domain.passwords import LONGEST, SHORTEST, normalised, problems

OWN = ("Nguyễn Văn An", "Nguyễn", "Văn", "An", "an.nv", "Hựu Thạnh")


def refused(password: str) -> bool:
    return bool(problems(password, frequent_passwords(), [*local_words(), *OWN]))


@pytest.mark.parametrize(
    "password",
    [
        "",
        "x" * (SHORTEST - 1),
        "Tr0ub4dor&3",
        "password1234",
        "passw0rd!2017",
        "P@ssw0rd2017!",
        "123456789012",
        "qwertyuiop12",
        "1qaz2wsx3edc4rfv",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "iloveyou2017!!",
        "Đức Hòa 123456",
        "duchoa@2017!!",
        "DucHoa@LongAn2017",
        "motcua123456",
        "m0tcua@@@2017",
        "mật khẩu 12345",
        "matkhau@2017!",
        "Nguyễn Văn An 1985",
        "nguyenvanan85",
        "an.nv.an.nv.an.nv",
        "huuthanh@2025",
        "221119852017",
        "ubndhuyenduchoa",
        "dragon-monkey-2020",
    ],
)
def test_what_others_would_guess_is_refused(password: str) -> None:
    assert refused(password)


@pytest.mark.parametrize(
    "password",
    [
        "con mèo đen ngủ trên mái",
        "correct horse battery staple",
        "xuân về hoa nở đầy",
        "83b1-92fa-07c4",
        "839201746512",
        "G7#kq9!mLz2w",
        "khôngcódấucáchnàocả",
        "ŕǽîñ øñ ťĥê řøøf",
        "猫は屋根の上で寝ている夜",
        "🌾🐃🌧️🚲🍵📻🎋🪷🛶🐟🌙⛩️",
        "x" * 3 + "kD9" * 2 + "qwe!~_pL",
    ],
)
def test_no_kind_of_character_is_asked_for_or_forbidden(password: str) -> None:
    assert not refused(password)


@pytest.mark.parametrize(
    ("length", "good"), [(SHORTEST - 1, False), (SHORTEST, True), (LONGEST, True), (LONGEST + 1, False)]
)
def test_the_length_counts_characters(length: int, good: bool) -> None:
    # letters of two bytes each: bytes would be twice as many
    sample = "".join(chr(0x1EA0 + n % 90) for n in range(length))
    found = problems(sample, frozenset(), ())
    assert any(str(SHORTEST) in p.message or str(LONGEST) in p.message for p in found) is (not good)


def test_a_frequent_password_of_full_length_is_refused_as_it_stands() -> None:
    long = [word for word in frequent_passwords() if len(word) >= SHORTEST]
    assert len(long) > 100
    assert all(refused(word) for word in long)


@given(st.text(alphabet=string.ascii_letters + string.digits, min_size=16, max_size=40))
def test_the_answer_does_not_depend_on_capitals_around_the_word(text: str) -> None:
    assert refused(text) == refused(text.upper()) == refused(text.lower())


@given(st.text(max_size=60))
def test_any_text_gets_an_answer_in_words(text: str) -> None:
    for problem in problems(text, frequent_passwords(), local_words()):
        assert problem.message.endswith(".")


def test_both_ways_to_type_a_letter_are_one_password() -> None:
    composed = unicodedata.normalize("NFC", "mèo ngủ trên mái nhà")
    assert normalised(unicodedata.normalize("NFD", composed)) == composed

"""A ticket opens its own dossier for its own time, and nothing else."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from plugins.publicportal.domain.tickets import issue, read

KEY = b"a key of at least thirty-two bytes"
NOW = datetime(2026, 11, 18, 3, tzinfo=UTC)
CODE = "H39.12-261118-0001"
TICKET = issue(KEY, CODE, NOW + timedelta(minutes=10))


def test_a_ticket_opens_its_dossier_until_it_expires() -> None:
    assert read(KEY, TICKET, NOW) == CODE
    assert read(KEY, TICKET, NOW + timedelta(minutes=9, seconds=59)) == CODE
    assert read(KEY, TICKET, NOW + timedelta(minutes=10)) is None


def test_another_key_opens_nothing() -> None:
    assert read(b"another key of thirty-two bytes..", TICKET, NOW) is None


@given(st.integers(0, len(TICKET) - 1), st.sampled_from("abcXYZ019-_."))
def test_no_changed_ticket_opens_anything(place: int, letter: str) -> None:
    changed = TICKET[:place] + letter + TICKET[place + 1 :]
    if changed != TICKET:
        # the last character of a base64 text carries spare bits, so a changed one may still say the same
        assert read(KEY, changed, NOW) in (
            {None, CODE} if place in (TICKET.index(".") - 1, len(TICKET) - 1) else {None}
        )


@given(st.text(max_size=60))
def test_no_text_can_break_the_reader(text: str) -> None:
    assert read(KEY, text, NOW) is None

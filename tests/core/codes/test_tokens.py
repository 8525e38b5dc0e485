from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codes.kinds import ASSET, DOSSIER_SLIP, MEETING_TICKET, QUEUE_TICKET, compose, kind_of
from core.codes.tokens import opaque_code, slip_token, token_digest

KEY = b"a key of an installation, secret"
OTHER_KEY = b"a key of another one, just as so"
record_ids = st.integers(1, 2**63 - 1)


@given(record_ids, st.integers(1, 100))
def test_a_slip_token_is_a_dossier_slip_code_and_always_the_same(record_id: int, version: int) -> None:
    token = slip_token(KEY, record_id, version)
    assert kind_of(token) is DOSSIER_SLIP
    assert slip_token(KEY, record_id, version) == token


def test_ten_thousand_tokens_are_all_different_and_do_not_run_in_sequence() -> None:
    tokens = [slip_token(KEY, record_id, 1) for record_id in range(1, 10_001)]
    assert len(set(tokens)) == 10_000
    rising = sum(one < two for one, two in pairwise(tokens))
    assert 4_700 < rising < 5_300
    assert {token[0] for token in tokens} == set("0123456789")


def test_a_new_version_key_or_purpose_gives_another_token() -> None:
    token = slip_token(KEY, 7, 1)
    others = {slip_token(KEY, 7, 2), slip_token(OTHER_KEY, 7, 1), slip_token(KEY, 71, 1), slip_token(KEY, 17, 1)}
    assert token not in others
    assert len(others) == 4
    assert opaque_code(MEETING_TICKET, KEY, 7, 1)[2:15] != opaque_code(QUEUE_TICKET, KEY, 7, 1)[2:15]


def test_record_and_version_cannot_be_confused() -> None:
    assert slip_token(KEY, 1, 11) != slip_token(KEY, 11, 1)


def test_the_digest_finds_a_token_and_does_not_hold_it() -> None:
    token = slip_token(KEY, 7, 1)
    digest = token_digest(KEY, token)
    assert digest == token_digest(KEY, token)
    assert len(digest) == 32
    assert token.encode() not in digest
    assert digest != token_digest(OTHER_KEY, token)
    assert digest != token_digest(KEY, slip_token(KEY, 7, 2))


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        slip_token(b"short", 1, 1)
    with pytest.raises(ValueError, match="at least 16 bytes"):
        token_digest(b"", slip_token(KEY, 1, 1))


def test_a_readable_kind_has_no_token_and_a_wrong_code_no_digest() -> None:
    with pytest.raises(ValueError, match="not opaque"):
        opaque_code(ASSET, KEY, 1, 1)
    asset = compose(ASSET, unit=1, **{"class": 1}, running=1)
    for code in (asset, "12345678901234567890", ""):
        with pytest.raises(ValueError, match="not a valid opaque code"):
            token_digest(KEY, code)

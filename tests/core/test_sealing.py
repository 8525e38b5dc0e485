"""A sealed secret opens with the right key, for the right purpose and owner, unchanged; otherwise it does not."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.sealing import SealBroken, seal, unseal

KEY = "k" * 32


@given(st.binary(max_size=200))
def test_it_opens_for_its_owner_and_shows_nothing(content: bytes) -> None:
    sealed = seal(content, KEY, "test", "row 1")
    assert unseal(sealed, KEY, "test", "row 1") == content
    assert len(content) < 4 or content not in sealed


@pytest.mark.parametrize(
    ("key", "purpose", "owner"), [("x" * 32, "test", "row 1"), (KEY, "other", "row 1"), (KEY, "test", "row 2")]
)
def test_it_opens_for_nobody_else(key: str, purpose: str, owner: str) -> None:
    with pytest.raises(SealBroken):
        unseal(seal(b"secret", KEY, "test", "row 1"), key, purpose, owner)


@pytest.mark.parametrize(
    "damage",
    [lambda _: b"", lambda _: b"\x01", lambda _: b"\x01short", lambda sealed: sealed[:-1] + bytes([sealed[-1] ^ 1])],
    ids=["empty", "cut to its version", "no seal", "one bit"],
)
def test_what_is_damaged_does_not_open(damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(SealBroken):
        unseal(damage(seal(b"s", KEY, "test", "row 1")), KEY, "test", "row 1")


def test_a_short_key_seals_nothing() -> None:
    with pytest.raises(ValueError, match="secret_key"):
        seal(b"s", "short", "test", "row 1")

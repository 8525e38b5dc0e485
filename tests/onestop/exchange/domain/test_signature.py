"""Signatures as in Standard Webhooks: known vector, own round trip, and everything that must not pass."""

import base64
import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.onestop.exchange.domain.signature import (
    TOLERANCE_S,
    BadSignature,
    headers,
    secret_key,
    secret_text,
    verify,
)

KEY = bytes(range(32))
SECRET = secret_text(KEY)
NOW = 1_511_317_800


def test_the_published_vector() -> None:
    """From the specification's own example."""
    key = secret_key("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    sent = headers([key], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert sent["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(st.binary(max_size=300), st.text("abc-0123", min_size=1, max_size=40))
def test_what_is_signed_verifies_and_an_independent_reader_agrees(body: bytes, message_id: str) -> None:
    sent = headers([KEY], message_id, NOW, body)
    assert verify(SECRET, sent, body, NOW) == message_id
    independent = hmac.new(
        base64.b64decode(SECRET[6:]), message_id.encode() + b"." + str(NOW).encode() + b"." + body, hashlib.sha256
    )
    assert sent["webhook-signature"] == "v1," + base64.b64encode(independent.digest()).decode()


@pytest.mark.parametrize("off", [-TOLERANCE_S - 1, TOLERANCE_S + 1, 10**9])
def test_a_replay_from_another_time_is_refused(off: int) -> None:
    with pytest.raises(BadSignature):
        verify(SECRET, headers([KEY], "m", NOW, b"x"), b"x", NOW + off)


@pytest.mark.parametrize("off", [-TOLERANCE_S, 0, TOLERANCE_S])
def test_clocks_may_differ_a_little(off: int) -> None:
    assert verify(SECRET, headers([KEY], "m", NOW, b"x"), b"x", NOW + off) == "m"


GOOD = headers([KEY], "m", NOW, b"x")


@pytest.mark.parametrize(
    "changed",
    [
        {"webhook-id": "other"},
        {"webhook-id": ""},
        {"webhook-timestamp": str(NOW + 1)},
        {"webhook-timestamp": "١٢٣"},
        {"webhook-timestamp": "9" * 40},
        {"webhook-timestamp": "-1"},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "é"},
        {"webhook-signature": GOOD["webhook-signature"].replace("v1", "v2")},
    ],
)
def test_what_was_changed_on_the_way_is_refused(changed: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        verify(SECRET, GOOD | changed, b"x", NOW)


def test_another_body_and_another_secret_are_refused() -> None:
    with pytest.raises(BadSignature):
        verify(SECRET, GOOD, b"y", NOW)
    with pytest.raises(BadSignature):
        verify(secret_text(b"\0" * 32), GOOD, b"x", NOW)


def test_while_a_secret_is_changed_both_receivers_verify() -> None:
    old, new = b"\1" * 32, b"\2" * 32
    sent = headers([new, old], "m", NOW, b"x")
    assert verify(secret_text(old), sent, b"x", NOW) == verify(secret_text(new), sent, b"x", NOW) == "m"


@pytest.mark.parametrize("text", ["", "whsec_", "whsec_AAAA", "whsec_!!!", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"])
def test_what_is_no_secret(text: str) -> None:
    with pytest.raises(ValueError, match="not a webhook secret"):
        secret_key(text)

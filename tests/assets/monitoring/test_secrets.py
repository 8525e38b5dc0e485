"""Credentials at rest: sealed, bound to their device, and useless under another key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.assets.monitoring.secrets import SealBroken, seal, seal_credentials, unseal, unseal_credentials
from plugins.assets.snmp import Community, User

KEY = "k" * 32


@given(st.text(max_size=300))
def test_what_was_sealed_opens_again(text: str) -> None:
    sealed = seal(text, secret_key=KEY, device_id=7)
    assert unseal(sealed, secret_key=KEY, device_id=7) == text
    assert len(text) < 4 or text not in sealed


def test_same_text_is_never_sealed_alike() -> None:
    assert seal("public", secret_key=KEY, device_id=7) != seal("public", secret_key=KEY, device_id=7)


@pytest.mark.parametrize(
    "credentials",
    [
        Community("public"),
        Community("public", "1"),
        User(name="mon", auth_protocol="SHA256", auth_key="authpass1", priv_protocol="AES", priv_key="privpass1"),
    ],
)
def test_credentials_come_back_as_they_were(credentials: Community | User) -> None:
    stored = seal_credentials(credentials, secret_key=KEY, device_id=7)
    assert unseal_credentials(stored, secret_key=KEY, device_id=7) == credentials


def test_other_key_other_device_or_changed_text_does_not_open() -> None:
    sealed = seal("public", secret_key=KEY, device_id=7)
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    for stored, key, device in ((sealed, "x" * 32, 7), (sealed, KEY, 8), (changed, KEY, 7), ("v1.!!", KEY, 7)):
        with pytest.raises(SealBroken):
            unseal(stored, secret_key=key, device_id=device)


def test_short_secret_key_seals_nothing() -> None:
    with pytest.raises(ValueError, match="32 characters"):
        seal("public", secret_key="short", device_id=7)

"""Dossiers that may have come in twice: the same matter of the same person. Told, never forbidden."""

from datetime import datetime, timedelta
from typing import Final, Literal

from msgspec import Struct

WITHIN: Final = timedelta(days=30)
"""How long after the first one a dossier of the same name counts as possibly the same."""
Likeness = Literal["identity", "name"]


class Earlier(Struct, frozen=True):
    """A dossier that is there already, of the same procedure. key: the owner's folded name."""

    code: str
    owner_name: str
    key: str
    identity: str
    received_at: datetime
    open: bool
    state: str


def likeness(earlier: Earlier, identity: str, key: str, at: datetime) -> Likeness | None:
    """Return why an earlier dossier may be the same matter, None when it is not.

    The same identity number while the earlier one is open; or the same folded name within `WITHIN`, unless both have
    an identity number and the numbers differ. at: aware, when the new one comes in.
    """
    if identity and earlier.identity == identity and earlier.open:
        return "identity"
    different = bool(identity and earlier.identity and identity != earlier.identity)
    if key and earlier.key == key and not different and at - earlier.received_at <= WITHIN:
        return "name"
    return None

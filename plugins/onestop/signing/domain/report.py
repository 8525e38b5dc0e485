"""What a check of a signed paper says: one report for each signature, and one sentence's worth for the whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

Trust = Literal["trusted", "expired", "not_yet", "unknown", "revoked", "unfit"]
Change = Literal["none", "allowed", "changed"]
Verdict = Literal["good", "unknown_signer", "changed", "unsigned", "unreadable"]


class SignatureReport(Struct, frozen=True):
    """One signature. signer, issuer: names in the certificate. claimed_at: by the signer's own clock, aware.

    intact: what was signed is what is there. change: what was done to the file afterwards; "allowed" is what the signer
    left open, such as further signatures. trust: whether the certificate leads to an authority that we trust, now.
    """

    signer: str
    issuer: str
    serial: str
    claimed_at: datetime | None
    not_after: datetime
    intact: bool
    change: Change
    trust: Trust


class Checked(Struct, frozen=True):
    """The check of one file. sha256: of the file, hex. readable: False for what is no PDF that we can read."""

    sha256: str
    readable: bool
    signatures: tuple[SignatureReport, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The whole in one word: as bad as its worst signature."""
        return verdict(self.readable, self.signatures)


def verdict(readable: bool, signatures: Sequence[SignatureReport]) -> Verdict:
    """Return the word for a file with these signatures. An added signature may not hide that an earlier one broke."""
    if not readable:
        return "unreadable"
    if not signatures:
        return "unsigned"
    if any(not found.intact or found.change == "changed" for found in signatures):
        return "changed"
    return "good" if all(found.trust == "trusted" for found in signatures) else "unknown_signer"

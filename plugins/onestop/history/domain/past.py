"""A dossier of the past, ready to be stored: what was known of it then, and what the rules make of it now."""

from datetime import datetime

from msgspec import Struct

from plugins.onestop.domain.promise import Terms
from plugins.onestop.history.domain.walk import Step


class Past(Struct, frozen=True, kw_only=True, gc=False):
    """One past dossier. Moments are aware.

    desk: code of the unit that took it. number: the one it had, "" to be given one. promised_at: what was promised
    then, None to work it out from the terms. terms: None for the procedure's usual ones.
    """

    procedure: str
    desk: str
    received_at: datetime
    owner_name: str
    steps: tuple[Step, ...] = ()
    number: str = ""
    promised_at: datetime | None = None
    terms: Terms | None = None
    channel: str = "counter"
    taken_by: str = ""
    owner_identity: str = ""
    owner_phone: str = ""
    owner_address: str = ""
    request: str = ""

"""What the clock tells others."""

from datetime import datetime

from core.events import Event


class DossierReappointed(Event, frozen=True):
    """The applicant was given another day; an apology is owed (form 04)."""

    dossier_id: int
    code: str
    unit_id: int
    before: datetime
    day: datetime
    reason: str


class PromiseMoved(Event, frozen=True):
    """A change of the office's days moved a promised day; before and after are aware."""

    dossier_id: int
    code: str
    unit_id: int
    before: datetime
    after: datetime
    cause: str

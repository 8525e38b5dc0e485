"""Events that more than their own plugin may listen to."""

from datetime import datetime

from core.events import Event


class DossierReceived(Event, frozen=True):
    """A dossier was taken in. promised_at None: no limit is known."""

    dossier_id: int
    code: str
    procedure_code: str
    procedure: str
    unit_id: int
    channel: str
    received_at: datetime
    promised_at: datetime | None


class DossierMoved(Event, frozen=True):
    """A dossier went from one state to the next. notice: what the citizen is to be told, empty for nothing."""

    dossier_id: int
    code: str
    unit_id: int
    action: str
    source: str
    target: str
    notice: str


class ResultReady(Event, frozen=True):
    """The result of a dossier lies at the desk."""

    dossier_id: int
    code: str
    unit_id: int
    settled_at: datetime


class ResultSigned(Event, frozen=True):
    """The result of a dossier was signed digitally. sha256: of the signed file, hex."""

    dossier_id: int
    code: str
    unit_id: int
    sha256: str
    signed_at: datetime


class EquipmentAlertRaised(Event, frozen=True):
    """Something is wrong with a piece of equipment. kind: "down" (it no longer answers). detail: why, in English."""

    asset_id: int
    code: str
    name: str
    unit_id: int
    unit: str
    kind: str
    at: datetime
    detail: str = ""


class EquipmentAlertCleared(Event, frozen=True):
    """What an EquipmentAlertRaised of the same asset and kind told of is over."""

    asset_id: int
    code: str
    name: str
    unit_id: int
    unit: str
    kind: str
    at: datetime


class LineCut(Event, frozen=True):
    """Nothing of a unit answers any more. devices: how many stand behind it. cause: "power" or ""."""

    unit_id: int
    unit: str
    since: datetime
    devices: int
    cause: str = ""


class LineRestored(Event, frozen=True):
    """The line of a unit that a LineCut told of works again."""

    unit_id: int
    unit: str
    at: datetime


class MeetingCalled(Event, frozen=True):
    """A meeting was called and its invitations are on their way."""

    meeting_id: int
    unit_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    invited: int


class MeetingChanged(Event, frozen=True):
    """A meeting's plan changed. moved: its time did, so that all answers are asked for anew."""

    meeting_id: int
    unit_id: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    moved: bool


class MeetingCancelled(Event, frozen=True):
    """A meeting will not take place."""

    meeting_id: int
    unit_id: int
    title: str
    reason: str


class MeetingAnswered(Event, frozen=True):
    """Somebody invited answered, or changed the answer. person_id: None for an address typed by hand."""

    meeting_id: int
    invitation_id: int
    unit_id: int
    person_id: int | None
    state: str

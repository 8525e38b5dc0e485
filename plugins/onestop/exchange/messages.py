"""What other systems are told: one message for each event of a dossier, without personal data.

A message says that something happened and where it stands; whoever needs names or papers asks the API, with a token of
their own and within their own units.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from core.contracts.events import DossierMoved, DossierReceived, ResultReady, ResultSigned
from core.events import Event
from core.text.i18n import lazy

KINDS: Final[Mapping[str, type[Event]]] = {
    "dossier.received": DossierReceived,
    "dossier.moved": DossierMoved,
    "result.ready": ResultReady,
    "result.signed": ResultSigned,
}
TITLES: Final[Mapping[str, object]] = {
    "dossier.received": lazy("Tiếp nhận hồ sơ"),
    "dossier.moved": lazy("Hồ sơ chuyển bước"),
    "result.ready": lazy("Có kết quả tại bộ phận một cửa"),
    "result.signed": lazy("Kết quả đã ký số"),
    "webhook.test": lazy("Thử kết nối"),
}
TEST: Final = "webhook.test"
NAMES: Final[Mapping[type[Event], str]] = {kind: name for name, kind in KINDS.items()}
# the name of a procedure can say what no stranger may know (adoption, aid): receivers ask the API for it
_LEFT_OUT: Final = frozenset({"procedure"})


def message(kind: str, at: datetime, data: Mapping[str, Any]) -> str:
    """Return the body of a message as it is signed and sent: JSON with type, timestamp (ISO 8601, UTC) and data."""
    return msgspec.json.encode({"type": kind, "timestamp": at, "data": data}).decode()


def event_message(event: Event, at: datetime) -> str:
    """Return the body for an event. Raises KeyError for a kind that nobody is told of."""
    data = {name: value for name, value in msgspec.to_builtins(event).items() if name not in _LEFT_OUT}
    return message(NAMES[type(event)], at, data)

"""What an answer by mail may change: decided by whom it names, who sent it and how old it is (RFC 5546, 2.1.5)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from plugins.meetings.domain.answers import GivenState
from plugins.meetings.domain.replies import CalendarMessage, Voice

Finding = Literal[
    "answer",  # may be written down
    "obsolete",  # older than what is known: history only
    "uninvited",  # somebody to whom the invitation was forwarded: shown as "asks to attend", never added by itself
    "other_sender",  # sent from another mailbox than the one it speaks for: put before the secretary
    "delegates",  # opens the flow of substitutes
    "proposes",  # another time: put before the secretary
    "asks_again",  # wants the invitation once more
    "nothing",  # no scheduling message, or one that answers nothing
]
STATES: Final[Mapping[str, GivenState]] = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
FINDINGS: Final[Mapping[str, Finding]] = {"COUNTER": "proposes", "REFRESH": "asks_again"}


class Expected(msgspec.Struct, frozen=True):
    """What is known of the meeting. last: address in lower case -> stamp of the last answer by mail, or None."""

    sequence: int
    last: Mapping[str, datetime | None]


class Weighed(msgspec.Struct, frozen=True):
    """What a message amounts to. state: what was answered, None when nothing was; address: whom it speaks for."""

    finding: Finding
    address: str = ""
    state: GivenState | None = None
    comment: str = ""


def weigh(message: CalendarMessage, sender: str, sent_at: datetime | None, expected: Expected) -> Weighed:
    """Decide what a message changes. sender: the mail's From, lower case; sent_at: stands in for a missing DTSTAMP."""
    if message.method in FINDINGS:
        return Weighed(FINDINGS[message.method], sender, comment=message.comment)
    voice = _speaking(message.voices, sender)
    if message.method != "REPLY" or voice is None:
        return Weighed("nothing")
    state = STATES.get(voice.partstat)
    if voice.address not in expected.last:
        finding: Finding = "uninvited"
    elif voice.address != sender:
        finding = "other_sender"
    elif voice.partstat == "DELEGATED":
        return Weighed("delegates", voice.address, comment=voice.delegated_to)
    elif state is None:
        finding = "nothing"
    else:
        finding = "obsolete" if _is_old(message, voice.address, sent_at, expected) else "answer"
    return Weighed(finding, voice.address, state, message.comment)


def _speaking(voices: Sequence[Voice], sender: str) -> Voice | None:
    """Return the one who answers: the sender among several, else the only one."""
    own = next((voice for voice in voices if voice.address == sender), None)
    return own or (voices[0] if len(voices) == 1 else None)


def _is_old(message: CalendarMessage, address: str, sent_at: datetime | None, expected: Expected) -> bool:
    stamp, last = message.stamp or sent_at, expected.last[address]
    return message.sequence < expected.sequence or (stamp is not None and last is not None and stamp < last)

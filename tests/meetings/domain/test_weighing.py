from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from plugins.meetings.domain.replies import CalendarMessage, Voice
from plugins.meetings.domain.weighing import Expected, weigh

AT = datetime(2017, 11, 23, 1, 0, tzinfo=UTC)
NAM, BON = "nam@annd.test", "bon@annd.test"
MESSAGE = CalendarMessage("REPLY", "u@x.test", 2, "", AT, "vp@x.test", (Voice(NAM, "ACCEPTED"),), "Sẽ đến muộn")
EXPECTED = Expected(2, {NAM: AT - timedelta(hours=1), BON: None})


def changed(**changes: object) -> CalendarMessage:
    return msgspec.structs.replace(MESSAGE, **changes)


@pytest.mark.parametrize(
    ("partstat", "state"), [("ACCEPTED", "accepted"), ("TENTATIVE", "tentative"), ("DECLINED", "declined")]
)
def test_an_answer_of_the_invited(partstat: str, state: str) -> None:
    found = weigh(changed(voices=(Voice(NAM, partstat),)), NAM, AT, EXPECTED)
    assert (found.finding, found.address, found.state, found.comment) == ("answer", NAM, state, "Sẽ đến muộn")


@pytest.mark.parametrize(
    ("message", "sender", "finding"),
    [
        (changed(sequence=1), NAM, "obsolete"),
        (changed(stamp=AT - timedelta(hours=2)), NAM, "obsolete"),
        (changed(stamp=None), NAM, "answer"),  # the mail's Date stands in
        (changed(sequence=3), NAM, "answer"),
        (changed(voices=(Voice("la@khac.test", "ACCEPTED"),)), "la@khac.test", "uninvited"),
        (changed(), BON, "other_sender"),
        (changed(voices=(Voice(NAM, "DELEGATED", BON),)), NAM, "delegates"),
        (changed(voices=(Voice(NAM, "NEEDS-ACTION"),)), NAM, "nothing"),
        (changed(voices=(Voice(NAM, ""),)), NAM, "nothing"),
        (changed(voices=()), NAM, "nothing"),
        (changed(method="COUNTER"), NAM, "proposes"),
        (changed(method="REFRESH"), NAM, "asks_again"),
        (changed(method="REQUEST"), NAM, "nothing"),
        (changed(method=""), NAM, "nothing"),
    ],
)
def test_what_a_message_amounts_to(message: CalendarMessage, sender: str, finding: str) -> None:
    assert weigh(message, sender, AT, EXPECTED).finding == finding


def test_of_several_named_the_sender_counts() -> None:
    message = changed(voices=(Voice(BON, "DECLINED"), Voice(NAM, "ACCEPTED")))
    found = weigh(message, NAM, AT, EXPECTED)
    assert (found.finding, found.address, found.state) == ("answer", NAM, "accepted")
    assert weigh(message, "x@y.test", AT, EXPECTED).finding == "nothing"


def test_an_old_mail_without_stamp_is_weighed_by_its_date() -> None:
    assert weigh(changed(stamp=None), NAM, AT - timedelta(hours=2), EXPECTED).finding == "obsolete"

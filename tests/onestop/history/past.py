"""Past dossiers of every kind, made at random: settled, refused, withdrawn, waiting, open, with and without a limit."""

from datetime import UTC, datetime, timedelta
from random import Random

from plugins.onestop.history.domain.past import Past
from plugins.onestop.history.domain.walk import Step
from tests.onestop.conftest import BIRTH, MARRIAGE, RESIDENCE, UNKNOWN

ENDS = (
    (),
    ("hand_over",),
    ("hand_over", "start", "ask_supplement"),
    ("hand_over", "start", "ask_supplement", "supplemented"),
    ("hand_over", "start", "ask_supplement", "supplemented", "submit", "sign", "to_desk"),
    ("hand_over", "start", "ask_supplement", "stop"),
    ("hand_over", "start", "submit", "sign", "to_desk"),
    ("hand_over", "start", "submit", "sign", "to_desk", "return"),
    ("refuse",),
    ("withdraw",),
)
DESKS = ("my-hanh-bac.mot-cua", "my-hanh-nam.mot-cua", "duc-hoa.mot-cua")
FIRST = datetime(2017, 8, 1, tzinfo=UTC)
LAST = datetime(2017, 11, 22, 2, 30, tzinfo=UTC)


def some_past(seed: int, count: int) -> list[Past]:
    """Return dossiers from August 2017 to the tests' now, at any hour of any day."""
    chance = Random(seed)
    return [_one(number, chance) for number in range(count)]


def _one(number: int, chance: Random) -> Past:
    at = received = FIRST + (LAST - FIRST) * chance.random()
    steps = []
    for action in chance.choice(ENDS):
        at = at + timedelta(minutes=chance.choice((0, 30, 600, 3_000, 9_000, 30_000)))
        if at > LAST:
            break
        steps.append(Step(at, action, "Cán bộ", "Lý do"))
    return Past(
        procedure=chance.choice((BIRTH, MARRIAGE, RESIDENCE, UNKNOWN)),
        desk=chance.choice(DESKS),
        received_at=received,
        owner_name=f"Nguyễn Văn {number}",
        steps=tuple(steps),
        channel=chance.choice(("counter", "counter", "online", "post")),
    )

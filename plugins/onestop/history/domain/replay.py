"""The plan of a replay: who comes when with what, and on which day each is settled, so that given totals come out.

Only the moments are planned. What is promised follows from the rules, and early, on time and late follow from the days.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Literal

from msgspec import Struct

from core.clock import VIETNAM
from core.contracts.procedures import Limit
from core.worktime import Calendar
from plugins.onestop.domain.promise import Terms, due_at

LATEST_ARRIVAL = time(16)  # so that a result of the same day can still follow
NAMES = (
    [
        "Nguyễn",
        "Trần",
        "Lê",
        "Phạm",
        "Huỳnh",
        "Võ",
        "Phan",
        "Bùi",
        "Đặng",
        "Đỗ",
        "Hồ",
        "Trương",
    ],
    ("Văn", "Thị", "Minh", "Thị Kim", "Hữu", "Ngọc", "Thanh", "Thị Mỹ", "Quốc", "Thị Thu"),
    [
        "An",
        "Bình",
        "Châu",
        "Dũng",
        "Giang",
        "Hà",
        "Hòa",
        "Hương",
        "Khánh",
        "Lan",
        "Minh",
        "Nga",
        "Phúc",
        "Tâm",
        "Út",
        "Xuân",
        "Yến",
    ],
)


class Kind(Struct, frozen=True, array_like=True):
    """A procedure of the plan. limit: working days, 0 for the same-day rule; weight: share within its field."""

    code: str
    name: str
    limit: int
    weight: int

    @property
    def terms(self) -> Terms:
        """The clock of its dossiers."""
        return Terms(Limit(self.limit, "working_day")) if self.limit else Terms(rule="same_day_15")


class Field(Struct, frozen=True):
    """A field of the plan; the desk is the district's, or one of the communes'."""

    name: str
    sensitive: bool
    desk: Literal["district", "commune"]
    procedures: tuple[Kind, ...]


class Plan(Struct, frozen=True):
    """The totals that have to come out, and how the dossiers are spread."""

    first: date
    last: date
    seed: int
    received: int
    land_field: str
    land: int
    resolved: int
    early: int
    late: int
    waiting: int
    online_share: float
    post_share: float
    field: tuple[Field, ...]


class Desks(Struct, frozen=True):
    """Codes of the district's desk and of the communes' desks, with the working time of each."""

    district: str
    communes: tuple[str, ...]
    calendars: Mapping[str, Calendar]


class Arrival(Struct):
    """A dossier of the plan. settled_at None: still open at the end; waiting: for a supplement then."""

    kind: Kind
    desk: str
    received_at: datetime
    promised_at: datetime
    owner: str
    phone: str
    channel: str
    settled_at: datetime | None = None
    returned_at: datetime | None = None
    waiting: bool = False

    @property
    def day(self) -> date:
        """The local day of its reception."""
        return self.received_at.date()

    @property
    def promised_day(self) -> date:
        """The local day that was promised."""
        return self.promised_at.date()


def arrivals(plan: Plan, desks: Desks) -> list[Arrival]:
    """Return every dossier of the plan in the order of reception, the same each time."""
    chance = Random(plan.seed)  # noqa: S311 -- plays, protects nothing
    days = open_days(desks.calendars[desks.district], plan.first, plan.last)
    kinds = _kinds(plan, chance)
    found = []
    for day, count in zip(days, _spread(plan.received, [chance.uniform(0.75, 1.25) for _ in days]), strict=True):
        found += [_arrival(plan, desks, kinds.pop(), day, chance) for _ in range(count)]
    found.sort(key=lambda arrival: (arrival.received_at, arrival.phone))
    _settle(found, plan, days, chance)
    return found


def open_days(calendar: Calendar, first: date, last: date) -> list[date]:
    """Return the working days from first to last."""
    days = (date.fromordinal(number) for number in range(first.toordinal(), last.toordinal() + 1))
    return [day for day in days if calendar.shifts(day)]


def _spread(total: int, weights: Sequence[float]) -> list[int]:
    """Return whole numbers in proportion to the weights with exactly this total, none below 1."""
    rest, whole = total - len(weights), sum(weights)
    exact = [rest * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    order = sorted(range(len(exact)), key=lambda place: parts[place] - exact[place])
    for place in order[: rest - sum(parts)]:
        parts[place] += 1
    return [1 + part for part in parts]


def _kinds(plan: Plan, chance: Random) -> list[tuple[Field, Kind]]:
    """Return a field and procedure for each dossier, shuffled: the land's share exactly, the others thinning out."""
    others = [field for field in plan.field if field.name != plan.land_field]
    shares = _spread(plan.received - plan.land, [1 / (1 + place) for place in range(len(others))])
    counts = {field.name: count for field, count in zip(others, shares, strict=True)} | {plan.land_field: plan.land}
    found = []
    for field in plan.field:
        weights = [kind.weight for kind in field.procedures]
        chosen = chance.choices(field.procedures, weights, k=counts[field.name])
        found += [(field, kind) for kind in chosen]
    chance.shuffle(found)
    return found


def _arrival(plan: Plan, desks: Desks, what: tuple[Field, Kind], day: date, chance: Random) -> Arrival:
    field, kind = what
    desk = desks.district if field.desk == "district" else chance.choice(desks.communes)
    received = _moment(day, chance, time(7, 30), LATEST_ARRIVAL)
    promised = due_at(desks.calendars[desk], received, kind.terms)
    if promised is None:
        raise ValueError(f"{kind.code}: no day can be promised")
    draw = chance.random()
    channel = "online" if draw < plan.online_share else "counter"
    channel = "post" if draw > 1 - plan.post_share else channel
    owner = " ".join(chance.choice(part) for part in NAMES)
    return Arrival(kind, desk, received, promised, owner, f"09{chance.randrange(10**8):08}", channel)


def _settle(found: list[Arrival], plan: Plan, days: list[date], chance: Random) -> None:
    """Decide who is settled when. What was promised last stays open; the others are late, early or on the day."""
    last = days[-1]

    def urgency(arrival: Arrival) -> float:
        return arrival.promised_at.timestamp() + chance.gauss(0, 2) * 86_400

    order = sorted(found, key=lambda arrival: (arrival.day >= days[-2], urgency(arrival)))
    done, still_open = order[: plan.resolved], order[plan.resolved :]
    for arrival in chance.sample(still_open, plan.waiting):
        arrival.waiting = True
    early = [arrival for arrival in done if arrival.promised_day > last]
    able = [a for a in done if a.promised_day <= last and _day_before(a, days, last) is not None]
    early += chance.sample(able, plan.early - len(early))
    chosen = {id(arrival) for arrival in early}
    rest = [arrival for arrival in done if id(arrival) not in chosen]
    late = chance.sample([a for a in rest if bisect_right(days, a.promised_day) + 3 < len(days)], plan.late)
    delayed = {id(arrival) for arrival in late}
    for arrival in done:
        if id(arrival) in chosen:
            day = _early_day(arrival, days, last, chance)
        elif id(arrival) in delayed:
            place = bisect_right(days, arrival.promised_day)
            day = days[min(place + int(chance.expovariate(0.7)), len(days) - 1)]
        else:
            day = arrival.promised_day
        arrival.settled_at = _settled(arrival, day, chance)
        arrival.returned_at = _returned(arrival.settled_at, days, chance)


def _day_before(arrival: Arrival, days: list[date], last: date) -> date | None:
    """Return the last working day on which the dossier would be early; None when there is none."""
    place = bisect_left(days, min(arrival.promised_day, last + timedelta(days=1))) - 1
    return days[place] if place >= 0 and days[place] >= arrival.day else None


def _early_day(arrival: Arrival, days: list[date], last: date, chance: Random) -> date:
    latest = _day_before(arrival, days, last)
    if latest is None:
        raise ValueError("a dossier that cannot be early was planned to be")
    first, stop = bisect_left(days, arrival.day), bisect_left(days, latest)
    return days[chance.randint((first + stop + 1) // 2, stop)]


def _settled(arrival: Arrival, day: date, chance: Random) -> datetime:
    """Return a moment of the day, after the reception."""
    if day != arrival.day:
        return _moment(day, chance, time(8), time(16, 45))
    closing = datetime.combine(day, time(17), VIETNAM)
    return arrival.received_at + (closing - arrival.received_at) * chance.uniform(0.3, 0.95)


def _returned(settled: datetime, days: list[date], chance: Random) -> datetime | None:
    """Return when the result was collected: from the next working day on; None when that was not before the end."""
    place = bisect_right(days, settled.date()) + int(chance.expovariate(0.5))
    return _moment(days[place], chance, time(7, 45), time(16, 45)) if place < len(days) else None


def _moment(day: date, chance: Random, first: time, last: time) -> datetime:
    """Return a moment of the day between two times in whole seconds, outside the noon break."""
    start, end = first.hour * 60 + first.minute, last.hour * 60 + last.minute
    while True:
        minute = chance.randint(start, end - 1)
        if not 11 * 60 + 30 <= minute < 13 * 60:
            break
    return datetime.combine(day, time(minute // 60, minute % 60, chance.randrange(60)), VIETNAM)

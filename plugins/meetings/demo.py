"""A busy week of meetings for demonstrations: past and coming ones, with answers and reasons; mails stay at home."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

import msgspec

from core import notices, offices
from core.acting import system_act
from core.clock import VIETNAM
from core.contracts.offices import Person, Unit
from core.contributions import DemoContext
from plugins.meetings.commands.answering import give
from plugins.meetings.commands.calling import SUBJECT, NewMeeting, call_meeting
from plugins.meetings.commands.changing import cancel_meeting
from plugins.meetings.domain.answers import Answer, Source
from plugins.meetings.domain.guests import Guest
from plugins.meetings.domain.meeting import Kind, Plan
from plugins.meetings.queries import meetings as queries

NOTICE = timedelta(days=16)  # how long before its meeting an invitation goes out: in time even over the Tết holidays
REASONS = (
    "Đi công tác tại tỉnh",
    "Trùng lịch tiếp công dân",
    "Dự lớp bồi dưỡng tại trường chính trị",
    "Nghỉ phép năm",
    "Xử lý sự cố sạt lở kênh trên địa bàn",
)


class Topic(msgspec.Struct, frozen=True):
    """One meeting of the week: days from today, hours, and what it is about."""

    day: int
    begins: time
    hours: int
    kind: Kind
    title: str
    place: str
    content: str
    urgent: str = ""
    cancelled: str = ""


TOPICS = (
    Topic(
        -2, time(8), 2, "briefing", "Họp giao ban tuần", "Hội trường UBND huyện", "1. Kết quả tuần\n2. Việc tuần tới"
    ),
    Topic(-1, time(14), 2, "working", "Họp về hồ sơ đất đai trễ hạn", "Phòng họp số 2", "Rà soát từng hồ sơ trễ hạn"),
    Topic(1, time(8), 2, "briefing", "Họp giao ban một cửa", "Phòng họp số 1", "1. Hồ sơ trễ hạn\n2. Ý kiến của dân"),
    Topic(2, time(14), 1, "working", "Họp kiểm tra đường truyền các xã", "Trực tuyến", "Mất kết nối sau mưa giông"),
    Topic(
        3,
        time(8),
        3,
        "deployment",
        "Triển khai quét mã tại bộ phận một cửa",
        "Hội trường UBND huyện",
        "Tập huấn cán bộ",
    ),
    Topic(5, time(8), 2, "working", "Họp chuẩn bị tiếp xúc cử tri", "Hội trường UBND huyện", "Phân công chuẩn bị"),
    Topic(6, time(7, 30), 4, "review", "Sơ kết chuyển đổi số quý", "Hội trường UBND huyện", "1. Báo cáo\n2. Thảo luận"),
    Topic(
        *(
            1,
            time(15),
            1,
            "working",
            "Họp khẩn phòng chống sạt lở",
            "Phòng họp số 1",
            "Phương án di dời các hộ ven kênh",
        ),
        urgent="Sạt lở bờ kênh sau mưa lớn",
    ),
    Topic(
        *(2, time(8), 2, "working", "Họp góp ý quy chế làm việc", "Phòng họp số 2", "Góp ý dự thảo"),
        cancelled="Trùng lịch họp của tỉnh",
    ),
)


async def load_week(context: DemoContext) -> None:
    """Call a week of meetings for the district, and let most people answer."""
    unit = await offices.find_unit("duc-hoa")
    if unit is None:
        return
    today = offices.office_day(context.at)
    tree = await offices.tree()
    people = await offices.people_of([each.id for each in tree.subtree(unit.id, today)], today)
    reachable = [person for person in people if person.email]
    if not reachable:
        return
    called = [await _meeting(topic, unit, reachable, context) for topic in TOPICS]
    await notices.withhold_mails(SUBJECT, [str(meeting_id) for meeting_id in called])


async def _meeting(topic: Topic, unit: Unit, people: Sequence[Person], context: DemoContext) -> int:
    random: Random = context.random
    day = (context.at.astimezone(VIETNAM) + timedelta(days=topic.day)).date()
    starts_at = datetime.combine(day, topic.begins, VIETNAM)
    plan = Plan(
        title=topic.title,
        kind=topic.kind,
        chair="Chủ tịch UBND huyện",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=topic.hours),
        place=topic.place,
        answer_until=starts_at,
        content=topic.content,
        contact="Văn phòng HĐND và UBND huyện",
        urgent_reason=topic.urgent,
    )
    called_at = min(context.at, starts_at - (timedelta(hours=20) if topic.urgent else NOTICE))
    guests = random.sample(list(people), min(len(people), random.randint(8, 24)))
    invited = tuple(Guest(p.full_name, p.email, "required", p.title, p.id) for p in guests)
    meeting_id = await call_meeting(NewMeeting(unit.id, plan, invited), system_act(called_at))
    await _answers(meeting_id, called_at, min(context.at, starts_at), random)
    if topic.cancelled:
        await cancel_meeting(meeting_id, topic.cancelled, system_act(context.at))
    return meeting_id


async def _answers(meeting_id: int, first: datetime, last: datetime, random: Random) -> None:
    """Let about three in four answer at some moment between two; who declines says why."""
    for invitation in await queries.invitations(meeting_id):
        if last <= first or random.random() < 0.25:
            continue
        at = first + (last - first) * random.random()
        by_day = at.astimezone(VIETNAM).replace(hour=random.randint(7, 16))
        source: Source = "staff" if random.random() < 0.15 else "link"
        await give(invitation, _answer(random), source, system_act(min(last, max(first, by_day))))


def _answer(random: Random) -> Answer:
    roll = random.random()
    if roll < 0.75:
        return Answer("accepted")
    if roll < 0.85:
        return Answer("tentative", random.choice(("", "Sẽ báo lại sau giờ tiếp dân")))
    return Answer("declined", random.choice(REASONS), random.choice(("", "Phó trưởng đơn vị")))

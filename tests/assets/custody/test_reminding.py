"""Reminders of loans: on which days, and that the same day never brings two mails."""

from datetime import date, timedelta

import msgspec
import pytest

from core import db
from core.acting import Act, system_act
from core.testing import NOW
from plugins.assets.custody import queries
from plugins.assets.custody.payloads import RemindLoans
from plugins.assets.custody.reminding import is_due, remind
from tests.assets.conftest import Communes
from tests.assets.custody.test_minutes import done, officer_in, things

pytestmark = pytest.mark.anyio
DUE = date(2017, 12, 10)


def days_of_mail(due: date, first: date, last: date) -> list[int]:
    """Return on which days after `due` mails go out when the job runs every day."""
    sent, reminded, day = [], None, first
    while day <= last:
        if is_due(due, reminded, day):
            sent.append((day - due).days)
            reminded = day
        day += timedelta(days=1)
    return sent


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (-30, 20, [-3, 1, 8, 15]),  # three days before, the day after, then every week
        (-2, 2, [-2, 1]),  # lent for two days only
        (0, 3, [0, 1]),  # the worker was down until the day itself
        (5, 13, [5, 12]),  # ... or longer
        (-30, -4, []),
    ],
)
def test_on_which_days_a_mail_goes_out(first: int, last: int, expected: list[int]) -> None:
    assert days_of_mail(DUE, DUE + timedelta(days=first), DUE + timedelta(days=last)) == expected


async def test_a_borrower_gets_one_mail_a_day_and_none_after_the_return(communes: Communes) -> None:
    officer = officer_in(communes.east)
    await db.execute("UPDATE offices.offices_person SET email = 'buoi@xa.vn' WHERE id = $1", communes.officer)
    codes = await things(communes.east, officer, 1)
    await done(officer, communes, codes, "lend", due_on=NOW.date() + timedelta(days=2))
    for at in (NOW, NOW + timedelta(hours=1), NOW + timedelta(days=1)):
        await remind(RemindLoans(), system_act(at))
    count = "SELECT count(*) FROM notices.notices_outgoing_mail WHERE kind = 'assets.loan'"
    assert await db.value(count) == 1
    await remind(RemindLoans(), system_act(NOW + timedelta(days=4)))
    assert await db.value(count) == 2  # overdue
    later = Act(msgspec.structs.replace(officer.who), NOW + timedelta(days=5))
    await done(later, communes, codes, "return", other_id=None)
    assert await queries.open_loans() == []
    await remind(RemindLoans(), system_act(NOW + timedelta(days=30)))
    assert await db.value(count) == 2

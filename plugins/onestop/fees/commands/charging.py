"""What is to be paid, what is not, and what is given back."""

from core.acting import Act
from core.idempotency import once
from plugins.onestop.fees.commands.books import Entry, books, enter, refuse
from plugins.onestop.fees.domain.account import may_exempt, may_refund
from plugins.onestop.fees.schemas import Charge, Done, Exempt, Refund


async def charge(code: str, data: Charge, act: Act, key: str = "") -> Done:
    """Add something to be paid. Raises Missing, Forbidden."""

    async def run() -> Done:
        async with books(code, act) as (sheet, _now):
            entry = Entry("charged", data.amount, data.reason, data.levy, data.when)
            return Done(await enter(sheet, [entry], act))

    return await once(key, act.who.username, {"code": code, "charge": data}, run, Done)


async def exempt(code: str, data: Exempt, act: Act, key: str = "") -> Done:
    """Exempt something that is charged, on a ground. Raises Missing, Forbidden; Refused when it is not charged."""

    async def run() -> Done:
        async with books(code, act) as (sheet, now):
            refuse(may_exempt(now, data.amount), now, "amount")
            return Done(await enter(sheet, [Entry("exempted", data.amount, data.reason)], act))

    return await once(key, act.who.username, {"code": code, "exempt": data}, run, Done)


async def refund(code: str, data: Refund, act: Act, key: str = "") -> Done:
    """Give money back. Raises Missing, Forbidden; Refused while a receipt holds for it or when it was not paid."""

    async def run() -> Done:
        async with books(code, act) as (sheet, now):
            refuse(may_refund(now, data.amount), now, "amount")
            return Done(await enter(sheet, [Entry("refunded", data.amount, data.reason)], act))

    return await once(key, act.who.username, {"code": code, "refund": data}, run, Done)

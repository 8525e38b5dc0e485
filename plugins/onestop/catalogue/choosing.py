"""What the clerk chooses at the counter: the case, whose papers, limit and fee then hold, and an exemption."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from msgspec import Struct

from core.contracts.procedures import Case, Exemption, Facts, Fee
from core.errors import Problem
from core.text.i18n import gettext as _
from plugins.onestop.domain.checklist import Line
from plugins.onestop.domain.ledger import LedgerLine
from plugins.onestop.domain.procedures import fee_for, fees_for, for_case, waived
from plugins.onestop.schemas import NewDossier


class Choice(Struct, frozen=True):
    """A case and an exemption of a procedure, None where none was chosen. facts: as they hold for the case."""

    facts: Facts
    case: Case | None = None
    exemption: Exemption | None = None


class Suggestion(Struct, frozen=True):
    """What there is to pay: the published fee, what the exemption waives and what is left, None when not certain."""

    fee: Fee | None
    waived: int | None
    due: int | None


def choice_of(facts: Facts, case: str, exemption: str) -> Choice:
    """Return what two codes stand for; a code that this version does not have chooses nothing."""
    found = facts.case(case)
    return Choice(for_case(facts, found), found, facts.exemption(exemption))


def choice_problems(data: NewDossier, facts: Facts) -> Iterator[Problem]:
    """Yield a problem for each code that the version in force does not have."""
    if data.case and facts.case(data.case) is None:
        yield Problem(
            _("Trường hợp này không có trong phiên bản thủ tục đang áp dụng. Hãy chọn lại."), "case", "unknown"
        )
    if data.exemption and facts.exemption(data.exemption) is None:
        yield Problem(_("Diện miễn, giảm này không có trong thủ tục. Hãy chọn lại."), "exemption", "unknown")


def suggestion(choice: Choice, day: date) -> Suggestion:
    """Return what to charge at the counter on a day."""
    fee = fee_for(choice.facts, "counter", day)
    if choice.exemption is None:
        return Suggestion(fee, None, fee.amount if fee else None)
    fees = fees_for(choice.facts, "counter", day)
    if not fees:
        whole = choice.exemption.percent == 100 and not choice.exemption.kind
        return Suggestion(None, None, 0 if whole else None)
    less = waived(fees, choice.exemption)
    total = sum(item.amount or 0 for item in fees)
    return Suggestion(fee, less, None if less is None else total - less)


def ledger_lines(data: NewDossier, facts: Facts, day: date) -> list[tuple[str, str, str, int | None]]:
    """Return kind, action, target and amount of the lines that keep what was chosen and what is paid at an intake.

    The fee of a new dossier is what is left to pay: what an exemption waives is charged too, and then exempted, so that
    the account shows both.
    """
    choice = choice_of(facts, data.case, data.exemption)
    lines: list[tuple[str, str, str, int | None]] = []
    if choice.case is not None:
        lines.append(("case", "chosen", choice.case.code, None))
    less = suggestion(choice, day).waived if choice.exemption else None
    if data.fee or less:
        lines.append(("fee", "charged", "", data.fee + (less or 0)))
    if choice.exemption is not None:
        lines.append(("fee", "exempted", choice.exemption.code, less))
    if data.fee and data.fee_paid:
        lines.append(("fee", "paid", "", data.fee))
    return lines


def chosen_at_intake(facts: Facts, ledger: Iterable[LedgerLine]) -> Choice:
    """Return what was chosen when a dossier was taken in, from its ledger and the version it was taken under."""
    codes: dict[str, str] = {}
    for line in ledger:
        codes.setdefault(f"{line.kind}.{line.action}", line.target)  # what money does later chooses nothing
    return choice_of(facts, codes.get("case.chosen", ""), codes.get("fee.exempted", ""))


def lines_for(lines: Sequence[Line], case: Case | None) -> list[Line]:
    """Return the lines of a dossier's matrix that concern it: all handed in, and what its case asks for."""
    return [
        line
        for line in lines
        if line.handed.total
        or line.required is None
        or (not line.required.is_remark and (case is None or line.required.case in {"", case.name}))
    ]

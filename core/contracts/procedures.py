"""Contract: the catalogue of procedures, as anybody may read it."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Literal, Protocol

from msgspec import Struct

from core.text.i18n import gettext as _
from core.text.i18n import lazy, ngettext

Unit = Literal["minute", "hour", "working_day", "calendar_day"]
Channel = Literal["all", "counter", "online", "post"]
# phí pays for a service, lệ phí for being served by the state at all (Law on fees and charges 2015, art. 3).
FeeKind = Literal["", "phi", "le_phi"]
Rule = Literal[
    "same_day_15",
    "next_day_after_15",
    "apology_when_late",
    "waiting_excluded",
    "supplement_7_working_days",
    "notice_24_hours",
    "first_day_excluded",
    "starts_at_agency",
]

CHANNELS: Final[Mapping[str, object]] = {
    "all": lazy("Mọi hình thức"),
    "counter": lazy("Trực tiếp"),
    "online": lazy("Trực tuyến"),
    "post": lazy("Bưu chính"),
}
FEE_KINDS: Final[Mapping[str, object]] = {
    "": lazy("Phí, lệ phí"),
    "phi": lazy("Phí"),
    "le_phi": lazy("Lệ phí"),
}
RULES: Final[Mapping[str, object]] = {
    "same_day_15": lazy("Trả kết quả trong ngày; nhận từ 15 giờ thì trả vào ngày làm việc tiếp theo."),
    "next_day_after_15": lazy("Nhận từ 15 giờ thì thời hạn tính từ ngày làm việc tiếp theo."),
    "apology_when_late": lazy("Nếu trễ hẹn phải có phiếu xin lỗi, nêu lý do và hẹn lại ngày trả kết quả."),
    "waiting_excluded": lazy("Một số thời gian chờ không tính vào thời hạn (theo văn bản nguồn)."),
    "supplement_7_working_days": lazy("Người nộp có 7 ngày làm việc để bổ sung, quá hạn thì dừng giải quyết."),
    "notice_24_hours": lazy("Thông báo bổ sung hoặc từ chối trong 24 giờ kể từ khi nhận hồ sơ."),
    "first_day_excluded": lazy("Không tính ngày nhận hồ sơ; hết hạn khi hết giờ của ngày làm việc cuối cùng."),
    "starts_at_agency": lazy("Thời hạn tính từ khi cơ quan giải quyết nhận đủ hồ sơ hợp lệ."),
}


class Limit(Struct, frozen=True):
    """One row of a time limit. value and unit are None when the source does not give them."""

    value: int | None
    unit: Unit | None
    channel: Channel = "all"
    case: str = ""

    @property
    def known(self) -> bool:
        """True when a due time can be computed from this row."""
        return self.value is not None and self.unit is not None

    def words(self) -> str:
        """Return the limit in the reader's language, such as "5 ngày làm việc", and its case."""
        return f"{self.length()} – {self.case}" if self.case else self.length()

    def length(self) -> str:
        """Return the limit without its case; what the source lacks is unknown."""
        if self.value is None:
            return _("không rõ")
        if self.unit == "minute":
            return ngettext("%(num)s phút làm việc", "%(num)s phút làm việc", self.value)
        if self.unit == "hour":
            return ngettext("%(num)s giờ làm việc", "%(num)s giờ làm việc", self.value)
        if self.unit == "working_day":
            return ngettext("%(num)s ngày làm việc", "%(num)s ngày làm việc", self.value)
        if self.unit == "calendar_day":
            return ngettext("%(num)s ngày", "%(num)s ngày", self.value)
        return _("%(value)s (không rõ đơn vị tính)", value=self.value)


class Fee(Struct, frozen=True):
    """One row of a fee in VND; amount None: the source gives no usable amount. indicative: the province decides.

    case: for whom the amount holds, in the words of the source. note: what the source says about it. since, until: the
    first and the last day of an amount that holds for a time only, a reduction above all.
    """

    amount: int | None
    channel: Channel = "all"
    indicative: bool = False
    kind: FeeKind = ""
    case: str = ""
    note: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def dated(self) -> bool:
        """True when the amount holds for a time only."""
        return self.since is not None or self.until is not None

    def holds_on(self, day: date) -> bool:
        """Return whether the amount may be charged on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Paper(Struct, frozen=True):
    """One line of the list of papers. Counts are None when the source does not give them.

    case: the name of the case that asks for it, empty for every case. group: the heading it stands under. forms: names
    of the blank forms that go with it.
    """

    name: str
    originals: int | None = None
    copies: int | None = None
    case: str = ""
    group: str = ""
    forms: tuple[str, ...] = ()

    @property
    def is_remark(self) -> bool:
        """True for a line that asks for no paper at all: portals put their remarks into the list with count 0."""
        return self.originals == 0 and not self.copies


class Case(Struct, frozen=True):
    """A case of a procedure, with papers, limits and fees of its own: those that carry its name.

    code: the same in every version that has the case. workflow: how the source wants it settled, empty for as usual.
    """

    code: str
    name: str
    workflow: str = ""


class Exemption(Struct, frozen=True):
    """Who pays less: percent of the amount is waived, of this kind of fee only unless the kind is empty."""

    code: str
    name: str
    percent: int = 100
    kind: FeeKind = ""


class BlankForm(Struct, frozen=True):
    """A blank form to fill in. url: where the source offers it, empty when it does not say."""

    name: str
    url: str = ""


class Result(Struct, frozen=True):
    """What the citizen gets, with the national code of the result type."""

    name: str
    code: str = ""


class Member(Struct, frozen=True):
    """A procedure inside a linked one, with the limit as worded by the source."""

    step: str
    procedure: str
    limit: str


class Facts(Struct, frozen=True):
    """Everything published about one procedure; equal facts make no new version.

    time_limit_ambiguous: the source shows different numbers without saying for which case each one holds.
    verified: "source" when taken from a named source, "memory" when somebody has still to check it. agency: who settles
    it; competent, coordinating: who decides and who is asked; reception: where it is handed in; url: the page of the
    source.
    """

    code: str
    name: str
    field: str
    levels: tuple[str, ...] = ()
    level_2017: str = ""
    decision: str = ""
    agency: str = ""
    limits: tuple[Limit, ...] = ()
    time_limit_ambiguous: bool = False
    rules: tuple[Rule, ...] = ()
    unread_rules: tuple[str, ...] = ()
    fees: tuple[Fee, ...] = ()
    papers: tuple[Paper, ...] = ()
    papers_total: int | None = None
    results: tuple[Result, ...] = ()
    legal_basis: tuple[str, ...] = ()
    members: tuple[Member, ...] = ()
    notes: tuple[str, ...] = ()
    verified: str = ""
    source: str = ""
    crosschecked: bool = False
    cases: tuple[Case, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    forms: tuple[BlankForm, ...] = ()
    applicants: tuple[str, ...] = ()
    competent: str = ""
    coordinating: str = ""
    reception: str = ""
    url: str = ""

    def case(self, code: str) -> Case | None:
        """Return the case with this code, None when there is none."""
        return next((case for case in self.cases if case.code == code), None)

    def exemption(self, code: str) -> Exemption | None:
        """Return the exemption with this code, None when there is none."""
        return next((item for item in self.exemptions if item.code == code), None)


class Texts(Struct, frozen=True):
    """The long texts of a version, which nobody computes with. ways: what is said of each way to hand in."""

    steps: str = ""
    conditions: str = ""
    ways: tuple[str, ...] = ()


class CaseSheet(Struct, frozen=True):
    """What holds in one case: its known limits, its fee (None when not one amount), how many papers it asks for."""

    case: Case
    limit_choices: tuple[Limit, ...]
    counter_fee: Fee | None
    papers: int


class ProcedureSheet(Struct, frozen=True):
    """One version of a procedure. limit_choices: the different known limits; counter_fee: None when not one amount.

    cases: one sheet for each case, in the order of the source. downloads: blank forms that the office offers itself.
    """

    facts: Facts
    version: int
    effective_from: date
    limit_choices: tuple[Limit, ...]
    counter_fee: Fee | None
    texts: Texts = Texts()
    cases: tuple[CaseSheet, ...] = ()
    downloads: tuple[BlankForm, ...] = ()


class ProcedureBrief(Struct, frozen=True):
    """One line of a list of procedures, with what a visitor looks for first."""

    code: str
    name: str
    field: str
    levels: tuple[str, ...]
    limit_choices: tuple[Limit, ...]
    same_day: bool
    counter_fee: Fee | None


class Facet(Struct, frozen=True):
    """A value of a filter and how many procedures of the present list have it."""

    value: str
    count: int


class ProcedurePage(Struct, frozen=True):
    """One page of a search: the lines, how many there are in all, and what the list can be narrowed by."""

    items: tuple[ProcedureBrief, ...]
    total: int
    fields: tuple[Facet, ...]
    levels: tuple[Facet, ...]


class ProcedureCatalogue(Protocol):
    """Read access to the procedures in force on a day in the office's zone; none of it needs a log-in."""

    async def search(
        self, text: str, day: date, *, field: str = "", level: str = "", offset: int = 0, limit: int = 20
    ) -> ProcedurePage:
        """Return procedures by name or code, accents optional; exact accents first, then one wrong letter."""

    async def sheet(self, code: str, day: date) -> ProcedureSheet | None:
        """Return the version in force on that day, None when there is none."""

    async def most_wanted(self, day: date, limit: int = 8) -> tuple[ProcedureBrief, ...]:
        """Return the procedures asked for most in the 30 days before, then by name."""

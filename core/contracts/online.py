"""Contract: filing a dossier from home, without an account; whoever holds a filing's secret may go on with it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final, Literal, Protocol

from msgspec import Struct

from core.acting import Act
from core.text.i18n import lazy

FilingState = Literal["draft", "filed", "needs_supplement", "accepted", "refused", "withdrawn"]
ResultWay = Literal["desk", "post"]
FieldKind = Literal["text", "long", "date", "identity", "phone", "email", "number", "choice", "yes"]
Raw = Mapping[str, str]
"""Answers as they were typed, by name of the field."""

# One table for the citizen's page and the staff's list: both read the same words.
FILING_STATES: Final[Mapping[FilingState, object]] = {
    "draft": lazy("Đang soạn, chưa nộp"),
    "filed": lazy("Đã nộp, chờ tiếp nhận"),
    "needs_supplement": lazy("Chờ ông/bà bổ sung"),
    "accepted": lazy("Đã tiếp nhận"),
    "refused": lazy("Không được tiếp nhận"),
    "withdrawn": lazy("Đã rút"),
}


class FormField(Struct, frozen=True):
    """One question of a form, in the reader's language. value: as typed; remark: what the office asks to mend."""

    name: str
    kind: FieldKind
    title: str
    hint: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()
    width: int = 0
    longest: int = 300
    value: str = ""
    remark: str = ""

    @property
    def shown(self) -> str:
        """The answer in words."""
        return dict(self.choices).get(self.value, self.value)


class FormPage(Struct, frozen=True):
    """One short page of questions. number: from 1."""

    number: int
    title: str
    intro: str
    fields: tuple[FormField, ...]


class KeptFile(Struct, frozen=True):
    """A file that was sent with a filing; size in bytes."""

    id: int
    name: str
    size: int


class AskedFile(Struct, frozen=True):
    """A paper that a filing may or must hold as files."""

    key: str
    title: str
    hint: str
    required: bool
    files: tuple[KeptFile, ...]
    remark: str = ""


class FilingEvent(Struct, frozen=True):
    """One line of what happened to a filing, in words; newest last."""

    at: datetime
    title: str
    text: str = ""


class FilingView(Struct, frozen=True):
    """Everything that its holder sees of a filing. Moments are aware.

    pages and papers: those that the answers given so far ask for. may_edit: it can still be changed by its holder.
    answer_due_at: until when the office has to answer. code: of the dossier that was made of it, "" before.
    code_sent: a code for confirming was sent to `email` and waits to be typed.
    """

    number: str
    procedure_code: str
    procedure: str
    unit: str
    state: FilingState
    may_edit: bool
    pages: tuple[FormPage, ...]
    papers: tuple[AskedFile, ...]
    email: str
    phone: str
    result_way: ResultWay
    post_address: str
    code_sent: bool
    remark: str
    filed_at: datetime | None
    answer_due_at: datetime | None
    answered_at: datetime | None
    code: str
    secret: str
    round: int
    events: tuple[FilingEvent, ...]


class OnlineProcedure(Struct, frozen=True):
    """A procedure that can be filed from home, with the papers that everybody is asked for."""

    code: str
    name: str
    papers: tuple[AskedFile, ...]
    pages: int


class OnlineOffice(Struct, frozen=True):
    """An office that takes filings of a procedure."""

    id: int
    name: str


class Upload(Struct, frozen=True):
    """A file as it came. paper: key of the paper that it is."""

    paper: str
    name: str
    content: bytes


class Reach(Struct, frozen=True):
    """How the filer is reached. post_address: where to, when the result is to come by post."""

    email: str = ""
    phone: str = ""
    result_way: ResultWay = "desk"
    post_address: str = ""


class OnlineFiling(Protocol):
    """Filing from home. Every method that takes a secret raises Missing when the secret opens nothing.

    Writing methods raise Conflict when the filing cannot be changed any more, Refused with problems by field.
    """

    async def procedures(self, day: date) -> tuple[OnlineProcedure, ...]:
        """Return what can be filed from home, by name."""

    async def offices(self, procedure: str, day: date) -> tuple[OnlineOffice, ...]:
        """Return the offices that take a procedure; empty when it cannot be filed from home."""

    async def start(self, procedure: str, office: int, act: Act) -> str:
        """Begin a draft and return its secret."""

    async def view(self, secret: str) -> FilingView:
        """Return the filing as its holder sees it."""

    async def save(self, secret: str, raw: Raw, act: Act) -> None:
        """Keep answers as they were typed, right or wrong: nothing typed is lost."""

    async def check(self, secret: str, page: int, act: Act, *, complete: bool) -> None:
        """Raise Refused with what is wrong on a page. complete: unanswered questions count too."""

    async def attach(self, secret: str, upload: Upload, act: Act) -> None:
        """Keep a file as one of the papers; its kind is read from its content."""

    async def detach(self, secret: str, file_id: int, act: Act) -> None:
        """Take a file away again."""

    async def contact(self, secret: str, reach: Reach, act: Act) -> None:
        """Keep how the filer can be reached, and how the result is to be handed over."""

    async def remind(self, secret: str, act: Act) -> None:
        """Send the draft's link to its e-mail address, for going on with it on another device."""

    async def send_links(self, email: str, act: Act) -> None:
        """Mail the links of what was begun or filed with an address; nothing tells whether there was anything."""

    async def submit(self, secret: str, act: Act) -> None:
        """Check everything; then send the confirming code by e-mail, or file again what had to be supplemented."""

    async def confirm(self, secret: str, code: str, act: Act) -> None:
        """File what the code confirms; doing it twice files once."""

    async def withdraw(self, secret: str, act: Act) -> None:
        """Take the filing back before it was accepted."""

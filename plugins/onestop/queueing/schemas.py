"""What the pages of the queue send, and what goes back."""

from typing import Annotated, Literal

from msgspec import Meta, Struct, field

from core.text.i18n import lazy

Id = Annotated[int, Meta(ge=1, le=2**62)]
Revision = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Priority = Literal["", "elderly", "disabled", "pregnant", "merit"]


class Wanted(Struct, frozen=True, forbid_unknown_fields=True):
    """A press on the kiosk. priority: its kind, "" for none."""

    service: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Dịch vụ")})]
    priority: Annotated[Priority, Meta(extra={"label": lazy("Đối tượng ưu tiên")})] = ""


class Taken(Struct, frozen=True):
    """The number given. The digits of its code are not in it: answers are kept."""

    id: int
    label: str


class Sit(Struct, frozen=True, forbid_unknown_fields=True):
    """Sit down at a counter. take_over: also when somebody else sits there."""

    counter: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Quầy")})]
    take_over: bool = False


class Next(Struct, frozen=True, forbid_unknown_fields=True):
    """Finish with the ticket at the counter and call the next one.

    present: the ticket that the clerk sees there, 0 for none: whoever pressed twice, or on an old page, calls nobody by
    accident.
    """

    present: Annotated[int, Meta(ge=0, le=2**62)] = 0


class Doing(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of a ticket. service, counter: where a transferred one goes; one of them."""

    action: Literal["call", "recall", "start", "finish", "absent", "transfer", "rejoin", "leave"]
    revision: Revision
    service: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Dịch vụ")})] | None = None
    counter: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Quầy")})] | None = None


class Rules(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a desk runs its queue; `tables.QueueOffice` says what the fields mean. revision: 0 for a new desk."""

    priority_every: Annotated[int, Meta(ge=0, le=20, extra={"label": lazy("Lượt ưu tiên")})] = 2
    priorities: list[Literal["elderly", "disabled", "pregnant", "merit"]] = field(default_factory=list)
    only_open_hours: bool = False
    most_a_day: Annotated[int, Meta(ge=1, le=9999, extra={"label": lazy("Số lượt tối đa một ngày")})] = 500
    revision: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0


class ServiceFields(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A service as arranged by the desk. id: None for a new one."""

    id: Id | None = None
    letter: Annotated[str, Meta(pattern="^[A-Z]{1,2}$", extra={"label": lazy("Chữ đầu của số")})]
    name: Annotated[str, Meta(min_length=2, max_length=120, extra={"label": lazy("Tên dịch vụ")})]
    usual_minutes: Annotated[int, Meta(ge=1, le=240, extra={"label": lazy("Số phút thường lệ")})] = 10
    active: bool = False
    revision: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0


class CounterFields(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A counter as arranged by the desk. id: None for a new one."""

    id: Id | None = None
    number: Annotated[int, Meta(ge=1, le=99, extra={"label": lazy("Số quầy")})]
    name: Annotated[str, Meta(max_length=80, extra={"label": lazy("Tên quầy")})] = ""
    services: Annotated[list[int], Meta(min_length=1, extra={"label": lazy("Dịch vụ của quầy")})]
    active: bool = False
    revision: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0

"""What the forms of labels send."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import lazy

Kind = Literal["asset", "place", "person"]


class Selection(Struct, frozen=True):
    """The ticked lines of a list. everyone: when the button for all was pressed, all of them, with spaces between."""

    key: list[Annotated[str, Meta(max_length=20)]] = []
    everyone: Annotated[str, Meta(max_length=60_000)] = ""


class PrintOrder(Struct, frozen=True, kw_only=True):
    """What to print on what. keys: codes of things or ids of places and people, with spaces between."""

    keys: Annotated[str, Meta(max_length=60_000, pattern="^[0-9 ]+$", extra={"label": lazy("Nhãn cần in")})]
    stock: Annotated[str, Meta(max_length=40, extra={"label": lazy("Loại giấy nhãn")})]
    printer: Annotated[int, Meta(ge=1, extra={"label": lazy("Máy in")})] | None = None
    skip: Annotated[int, Meta(ge=0, le=200, extra={"label": lazy("Số ô đã dùng")})] = 0


class PrinterFacts(Struct, frozen=True, kw_only=True):
    """A printer. right, down: tenths of a millimetre. version: the one that the writer saw, 0 for a new one."""

    unit_id: Annotated[int, Meta(ge=1, extra={"label": lazy("Đơn vị")})]
    name: Annotated[str, Meta(min_length=1, max_length=100, extra={"label": lazy("Tên máy in")})]
    dpi: Annotated[Literal[203, 300], Meta(extra={"label": lazy("Độ phân giải")})] = 203
    right: Annotated[int, Meta(ge=-100, le=100, extra={"label": lazy("Dịch sang phải")})] = 0
    down: Annotated[int, Meta(ge=-100, le=100, extra={"label": lazy("Dịch xuống")})] = 0
    version: int = 0


class Printer(Struct, frozen=True):
    """A printer as it is kept."""

    id: int
    unit_id: int
    name: str
    dpi: int
    right: int
    down: int
    version: int

    @property
    def nudge(self) -> tuple[float, float]:
        """The correction in mm, right and down."""
        return self.right / 10, self.down / 10


class LastRun(Struct, frozen=True):
    """What somebody printed on last."""

    stock: str
    printer: int | None
    skipped: int
    labels: int

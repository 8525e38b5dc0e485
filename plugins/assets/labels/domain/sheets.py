"""Where labels lie on a sheet. All measures are in mm from the sheet's top left corner."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

A4 = (210.0, 297.0)
# a hair: stock like 3 x 70 mm fills the width exactly, and sums of decimals miss that by a little
_HAIR = 0.05


class Sheet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of A4 label stock. name: of the product, empty for plain paper.

    pad: rim inside a label without text. cut: the edges are drawn, to cut by.
    """

    key: str
    name: str = ""
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap_x: float = 0.0
    gap_y: float = 0.0
    pad: float = 2.0
    cut: bool = False
    verified: bool = False

    @property
    def labels(self) -> int:
        """How many labels a sheet has."""
        return self.columns * self.rows

    def __post_init__(self) -> None:
        """Refuse stock that no A4 sheet can carry. Raises ValueError naming it."""
        across = self.left + self.columns * self.width + (self.columns - 1) * self.gap_x
        down = self.top + self.rows * self.height + (self.rows - 1) * self.gap_y
        sizes = (self.width, self.height, self.columns, self.rows)
        if min(sizes) <= 0 or min(self.left, self.top, self.gap_x, self.gap_y, self.pad) < 0:
            raise ValueError(f"{self.key}: measures must be positive")
        if across > A4[0] + _HAIR or down > A4[1] + _HAIR:
            raise ValueError(f"{self.key}: {across:g} x {down:g} mm do not fit on A4")


class Roll(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A roll of single labels for a thermal printer."""

    key: str
    width: float
    height: float
    pad: float = 1.5


class Spot(Struct, frozen=True):
    """Top left corner of one label. page: from 0."""

    page: int
    x: float
    y: float


def spots(sheet: Sheet, count: int, skip: int = 0, nudge: Sequence[float] = (0.0, 0.0)) -> Iterator[Spot]:
    """Yield where so many labels go: row by row, from left to right.

    skip: labels already used up on the first sheet. nudge: how far this printer has to be corrected, right and down.
    Raises ValueError unless 0 <= skip < labels of a sheet.
    """
    if not 0 <= skip < sheet.labels:
        raise ValueError(f"{skip} of {sheet.labels} labels cannot be skipped")
    for place in range(skip, skip + count):
        page, on_page = divmod(place, sheet.labels)
        row, column = divmod(on_page, sheet.columns)
        yield Spot(
            page,
            sheet.left + column * (sheet.width + sheet.gap_x) + nudge[0],
            sheet.top + row * (sheet.height + sheet.gap_y) + nudge[1],
        )


def next_free(sheet: Sheet, count: int, skip: int) -> int:
    """Return how many labels of the last sheet are used up after a run: what to skip next time; 0 when it is full."""
    return (skip + count) % sheet.labels

"""What goes in and out of a thing's codes."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from core.text.i18n import lazy
from plugins.assets.codes.domain.folding import LONGEST

Kind = Literal["old_number", "maker_tag", "agent", "other"]


class NewCode(Struct, frozen=True):
    """A code to be kept with a thing."""

    text: Annotated[str, Meta(min_length=1, max_length=LONGEST, extra={"label": lazy("Mã")})]
    kind: Annotated[Kind, Meta(extra={"label": lazy("Loại mã")})] = "old_number"


class Code(Struct, frozen=True):
    """A code of a thing."""

    id: int
    kind: str
    text: str


class Match(Struct, frozen=True):
    """A thing that a code can mean. exact: the code is written just so, not only alike."""

    code: str
    name: str
    model: str
    unit_name: str
    place: str | None
    icon: str
    by: str
    text: str
    exact: bool

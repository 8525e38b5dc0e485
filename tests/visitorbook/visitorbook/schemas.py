from typing import Annotated

import msgspec
from msgspec import Meta

from core.text.i18n import lazy


class NewVisitor(msgspec.Struct, frozen=True):
    """The form of a new visitor."""

    name: Annotated[str, Meta(min_length=2, max_length=120, extra={"label": lazy("Tên khách")})]
    purpose: Annotated[str, Meta(max_length=500, extra={"label": lazy("Đến gặp ai, về việc gì")})]


class House(msgspec.Struct, frozen=True):
    """Who is in the house: how many people, and how many dossiers were handed in today."""

    visitors: int
    dossiers: int

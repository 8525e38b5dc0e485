"""What visitors send."""

from typing import Annotated

from msgspec import Meta, Struct

from core.text.i18n import lazy


class SlipAsked(Struct, frozen=True):
    """A scanned or typed slip."""

    slip: Annotated[str, Meta(min_length=1, max_length=300, extra={"label": lazy("Mã số trên giấy tiếp nhận")})]


class NumberAsked(Struct, frozen=True):
    """A dossier's number with the second factor."""

    number: Annotated[str, Meta(min_length=1, max_length=64, extra={"label": lazy("Mã hồ sơ")})]
    factor: Annotated[
        str,
        Meta(
            pattern=r"^\s*([0-9]\s*){4}(([0-9]\s*){2})?$",
            max_length=20,
            extra={"label": lazy("6 số cuối giấy tờ tùy thân hoặc 4 số cuối điện thoại")},
        ),
    ]

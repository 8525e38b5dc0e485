"""What visitors send."""

from typing import Annotated, Literal

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


class BeginAsked(Struct, frozen=True):
    """Which office is to take a filing."""

    office: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Nơi tiếp nhận")})]


class CodeAsked(Struct, frozen=True):
    """The code of a filing that was begun earlier."""

    code: Annotated[str, Meta(min_length=8, max_length=40, extra={"label": lazy("Mã hồ sơ đang soạn")})]


class ConfirmAsked(Struct, frozen=True):
    """The code out of the mail."""

    code: Annotated[str, Meta(pattern=r"^\s*([0-9]\s*){6}$", max_length=20, extra={"label": lazy("Mã xác nhận")})]


class ReachAsked(Struct, frozen=True):
    """How the filer is reached; the contract judges what is in it."""

    email: Annotated[str, Meta(max_length=254, extra={"label": lazy("Thư điện tử")})] = ""
    phone: Annotated[str, Meta(max_length=20, extra={"label": lazy("Số điện thoại")})] = ""
    result_way: Literal["desk", "post"] = "desk"
    post_address: Annotated[str, Meta(max_length=300, extra={"label": lazy("Địa chỉ nhận kết quả")})] = ""


class RatingAsked(Struct, frozen=True):
    """How it was: 1 (very bad) to 5 (very good), and a few words."""

    score: Annotated[int, Meta(ge=1, le=5, extra={"label": lazy("Mức hài lòng")})]
    comment: Annotated[str, Meta(max_length=1000, extra={"label": lazy("Lời góp ý")})] = ""

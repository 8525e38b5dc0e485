"""What comes in about keys and signatures."""

from typing import Annotated

from msgspec import Meta, Struct

from core.text.i18n import lazy
from plugins.onestop.signing.domain.places import Place


class NewKey(Struct, frozen=True):
    """A key file with what it is for. person_id: the only one who signs with it; without it, the office's seal."""

    title: Annotated[str, Meta(min_length=2, max_length=120, extra={"label": lazy("Tên khóa")})]
    unit_id: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Cơ quan")})]
    person_id: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Người ký")})] | None = None


class NewRoot(Struct, frozen=True):
    """A certification authority to trust."""

    title: Annotated[str, Meta(min_length=2, max_length=120, extra={"label": lazy("Tên")})]


class ToSign(Struct, frozen=True):
    """Which file of a dossier to sign, with which key, and where the mark shall stand."""

    file_id: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Tệp kết quả")})]
    key_id: Annotated[int, Meta(ge=1, le=2**62, extra={"label": lazy("Khóa ký")})]
    place: Place = "first_top"


class Withdrawal(Struct, frozen=True):
    """Why the office no longer stands by a signed paper."""

    reason: Annotated[str, Meta(min_length=3, max_length=500, extra={"label": lazy("Lý do")})]


class CodeAsked(Struct, frozen=True):
    """The digits beside the mark."""

    code: Annotated[str, Meta(min_length=1, max_length=300, extra={"label": lazy("Mã kiểm chứng")})]

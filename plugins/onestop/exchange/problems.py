"""How errors are told to programs, for the description of the API: problem details (RFC 9457)."""

from typing import Annotated, Final

from litestar.openapi.datastructures import ResponseSpec
from msgspec import Meta, Struct


class ProblemItem(Struct, frozen=True):
    """One thing that is wrong. field: the input it belongs to; code: stable, for programs."""

    message: str
    field: str | None
    code: str


class ProblemDetails(Struct, frozen=True):
    """RFC 9457. detail and the messages are in the caller's language; instance names the request in our log."""

    type: Annotated[str, Meta(examples=["about:blank"])]
    title: Annotated[str, Meta(examples=["Thông tin gửi lên chưa đúng"])]
    status: Annotated[int, Meta(examples=[422])]
    detail: str
    instance: Annotated[str, Meta(examples=["urn:request:0123456789abcdef"])]
    errors: list[ProblemItem] | None = None


_WORDS: Final = {
    400: "The request cannot be read",
    401: "No token, or one that does not count (any more)",
    403: "The token lacks the permission, or the step is not the caller's",
    404: "There is no such thing, or it belongs to other units",
    405: "This method is not offered here",
    409: "Somebody was faster, or the idempotency key stands for another request",
    412: "If-Match names a version that is no longer the present one",
    413: "Too large",
    415: "This media type is not taken",
    422: "A rule is broken; every problem is named",
    429: "Too many calls in this minute; Retry-After says how many seconds to wait",
    503: "Busy, or the database is away; nothing was changed, Retry-After says when to try again",
}
READING: Final = (400, 401, 403, 422, 429, 503)
WRITING: Final = (*READING, 409, 413, 415)


def problems(*statuses: int) -> dict[int, ResponseSpec]:
    """Return the description of error answers, for a handler's `responses`."""
    return {
        status: ResponseSpec(
            data_container=ProblemDetails,
            description=_WORDS[status],
            media_type="application/problem+json",
            generate_examples=False,
        )
        for status in sorted(set(statuses))
    }

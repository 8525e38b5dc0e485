"""What the pages of this part read from a request in the same way."""

from typing import Any, TypeVar

import msgspec
from litestar import Request
from litestar.response import Response

from core.accounts.commands.login import Visitor
from core.accounts.cookies import DEVICE
from core.errors import Problem, Refused, TooMany
from core.web.forms import Form
from core.web.pages import page

T = TypeVar("T", bound=msgspec.Struct)
PRIVATE = {"cache-control": "no-store"}


def read_secret(form: Form[T], name: str) -> str:
    """Return a password or code exactly as it was sent: the usual tidying of text would change it."""
    sent = form.raw.get(name, "")
    return sent if isinstance(sent, str) else ""


def visitor_of(request: Request[Any, Any, Any]) -> Visitor:
    """Return what the browser brought along."""
    return Visitor(request.cookies.get(DEVICE, ""), request.headers.get("user-agent", ""))


def refused(
    template: str,
    request: Request[Any, Any, Any],
    form: Form[Any],
    error: Refused | TooMany | None = None,
    **context: Any,
) -> Response[Any]:
    """Return a form again with what was wrong beside its fields: 422, or 429 with the seconds to wait."""
    headers, status = dict(PRIVATE), 422
    if isinstance(error, Refused):
        form.refuse(error)
    elif error is not None:
        form.problems.append(Problem(str(error), code="wait"))
        headers["retry-after"], status = str(error.retry_after), 429
    return page(template, request, status_code=status, headers=headers, form=form, **context)

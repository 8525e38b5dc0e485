"""What the pages of this part read from a request in the same way."""

from typing import Any, TypeVar

import msgspec
from litestar import Request

from core.accounts.commands.login import Visitor
from core.accounts.cookies import DEVICE
from core.web.forms import Form

T = TypeVar("T", bound=msgspec.Struct)


def read_secret(form: Form[T], name: str) -> str:
    """Return a password or code exactly as it was sent: the usual tidying of text would change it."""
    sent = form.raw.get(name, "")
    return sent if isinstance(sent, str) else ""


def visitor_of(request: Request[Any, Any, Any]) -> Visitor:
    """Return what the browser brought along."""
    return Visitor(request.cookies.get(DEVICE, ""), request.headers.get("user-agent", ""))

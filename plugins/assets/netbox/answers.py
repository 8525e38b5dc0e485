"""Answers as NetBox gives them: headers, error bodies, addresses."""

from collections.abc import Mapping
from typing import Any, Final

import asyncpg
import msgspec
import structlog
from litestar import Request
from litestar.exceptions import HTTPException
from litestar.response import Response

from core.errors import Forbidden, Missing, NeedsLogin, Refused
from core.registry import current
from core.web.errors import answer_for
from plugins.assets.netbox.conditions import WrongValue
from plugins.assets.netbox.schema import API_VERSION
from plugins.assets.netbox.storing import NO_RIGHT, InUse, NoRight, NotThere, Unfit

Web = Request[Any, Any, Any]
NO_CREDENTIALS: Final = "Authentication credentials were not provided."
BAD_TOKEN: Final = "Invalid token"  # noqa: S105 -- a message
log = structlog.get_logger()


def base_of(request: Web) -> str:
    """Return the address of the API's site, with a slash at the end: what clients got in addresses leads back here."""
    host = request.headers.get("host", "")
    own = current().settings.base_url.rstrip("/")
    scheme = "https" if own == f"https://{host}" else request.scope.get("scheme", "http")
    return f"{scheme}://{host}/netbox/"


def json_answer(text: str, status: int = 200, headers: Mapping[str, str] | None = None) -> Response[str]:
    """Return a JSON text as an answer."""
    sent = {"api-version": API_VERSION, "cache-control": "no-store", "vary": "Authorization", **(headers or {})}
    return Response(text, status_code=status, media_type="application/json", headers=sent)


def answer(value: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response[str]:
    """Return a value as JSON."""
    return json_answer(msgspec.json.encode(value).decode(), status, headers)


def detail(text: str, status: int) -> Response[str]:
    """Return an error in one sentence."""
    return answer({"detail": text}, status)


def unfit(error: Unfit, *, single: bool, verb: str, total: int) -> Response[str]:
    """Return what is wrong with bodies: of one object its problems, of many each with its place or id."""
    if single:
        return answer(next(iter(error.found.values())), 400)
    key = "index" if verb == "created" else "id"
    errors = [{key: at, "errors": problems} for at, problems in error.found.items()]
    return answer({"detail": f"{len(errors)} of {total} objects could not be {verb}.", "errors": errors}, 400)


def handle(request: Web, error: Exception) -> Response[str]:
    """Turn an error into NetBox's answer for it."""
    body, status = _told(request, error)
    return answer(body, status)


def _told(request: Web, error: Exception) -> tuple[Any, int]:
    told: tuple[Any, int]
    match error:
        case NeedsLogin():
            told = {"detail": BAD_TOKEN if request.headers.get("authorization") else NO_CREDENTIALS}, 403
        case Forbidden() | NoRight():
            told = {"detail": NO_RIGHT}, 403
        case Missing() | NotThere():
            told = {"detail": "Not found."}, 404
        case WrongValue():
            told = ({error.name: [error.message]} if error.name else [error.message]), 400
        case InUse():
            told = {"detail": f"Unable to delete object. Dependent objects were found: {error}."}, 409
        case Refused():
            told = {problem.field or "__all__": [problem.message] for problem in error.problems}, 400
        case asyncpg.DataError():  # a regular expression that is none, a zero byte, a number out of range
            told = {"detail": str(error)}, 400
        case HTTPException():
            told = {"detail": error.detail}, error.status_code
        case _:
            known = answer_for(error)
            if known.status == 500:
                log.error("unexpected error", exc_info=error, route=request.scope.get("path_template", ""))
            told = {"detail": "; ".join(problem.message for problem in known.problems) or known.title}, known.status
    return told

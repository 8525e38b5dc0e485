"""Errors as people and programs need them: a page that says what to do, or RFC 9457 problem details."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import asyncpg
import msgspec
import structlog
from litestar import Request
from litestar.exceptions import HTTPException, ValidationException
from litestar.response import Response

from core import errors as e
from core.text.i18n import gettext as _
from core.web.pages import page, redirect

log = structlog.get_logger()

# database constraint -> (status, sentence); parts and plugins add theirs with `explain_constraint`
_constraints: dict[str, tuple[int, object]] = {}


class Answer(msgspec.Struct, frozen=True):
    """An error, ready to be shown: status, title, sentences, seconds to wait."""

    status: int
    title: str
    problems: tuple[e.Problem, ...] = ()
    retry_after: int | None = None


def explain_constraint(name: str, status: int, message: object) -> None:
    """Say in words what it means when the database refuses a row by this constraint; message: lazy text."""
    _constraints[name] = (status, message)


def answer_for(error: Exception) -> Answer:
    """Return how an error is told; what nobody foresaw is a 500 without details."""
    for kinds, tell in _TOLD:
        if isinstance(error, kinds):
            return tell(error)
    return Answer(
        500,
        _("Hệ thống gặp lỗi"),
        (e.Problem(_("Lỗi đã được ghi lại. Hãy thử lại, hoặc báo mã lỗi cho quản trị viên.")),),
    )


def _busy(error: Exception) -> Answer:  # noqa: ARG001 -- why it is busy is the administrator's business
    problem = e.Problem(_("Hãy thử lại sau ít phút. Dữ liệu đã lưu vẫn còn."))
    return Answer(503, _("Hệ thống tạm thời bận"), (problem,), retry_after=10)


def _told_by_name(error: asyncpg.IntegrityConstraintViolationError) -> Answer:
    known = _constraints.get(error.constraint_name or "")
    if known is not None:
        return Answer(known[0], _("Thông tin gửi lên chưa đúng"), (e.Problem(str(known[1])),))
    log.error("constraint without words", constraint=error.constraint_name, table=error.table_name)
    status = 409 if isinstance(error, asyncpg.UniqueViolationError) else 422
    return Answer(
        status, _("Thông tin gửi lên chưa đúng"), (e.Problem(_("Dữ liệu trùng hoặc trái quy tắc nên chưa được lưu.")),)
    )


# who is asked first matters: a stale version before other conflicts, a violated constraint before other database errors
_TOLD: tuple[tuple[tuple[type[Exception], ...], Callable[[Any], Answer]], ...] = (
    ((e.Refused,), lambda error: Answer(422, _("Thông tin gửi lên chưa đúng"), error.problems)),
    ((e.Missing,), lambda error: Answer(404, _("Không tìm thấy trang hoặc hồ sơ này"), _one(error))),
    ((e.Forbidden,), lambda error: Answer(403, _("Bạn không được làm việc này"), _one(error))),
    ((e.NeedsLogin,), lambda error: Answer(401, _("Hãy đăng nhập"), _one(error))),
    ((e.Stale,), lambda error: Answer(412, _("Dữ liệu vừa được người khác thay đổi"), (error.problem,))),
    ((e.Conflict,), lambda error: Answer(409, _("Dữ liệu vừa được người khác thay đổi"), (error.problem,))),
    ((e.TooMany,), lambda error: Answer(429, _("Quá nhiều lần thử"), _one(error), error.retry_after)),
    ((asyncpg.IntegrityConstraintViolationError,), _told_by_name),
    (
        (asyncpg.DataError, OverflowError),
        lambda _error: Answer(
            422, _("Thông tin gửi lên chưa đúng"), (e.Problem(_("Một giá trị nằm ngoài phạm vi cho phép.")),)
        ),
    ),
    (
        (
            asyncpg.PostgresConnectionError,
            asyncpg.InterfaceError,
            asyncpg.OperatorInterventionError,
            asyncpg.InsufficientResourcesError,
            asyncpg.TransactionRollbackError,
            ConnectionError,
            TimeoutError,
        ),
        _busy,
    ),
    (
        (ValidationException,),
        lambda error: Answer(422, _("Thông tin gửi lên chưa đúng"), _validation_problems(error)),
    ),
    # what a body breaks that is no text, or nested a thousand deep, before any handler sees it
    ((UnicodeDecodeError, RecursionError), lambda _error: Answer(400, _http_title(400))),
    ((HTTPException,), lambda error: Answer(error.status_code, _http_title(error.status_code))),
)


def handle_error(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """Turn any error into an answer: log-in page, page with a way out, or problem details for programs."""
    answer = answer_for(error)
    if answer.status == 500:
        log.error("unexpected error", exc_info=error, route=request.scope.get("path_template", ""))
    elif answer.status == 503:
        log.warning("unavailable", error=type(error).__name__, route=request.scope.get("path_template", ""))
    headers = {"cache-control": "no-store"}
    if answer.retry_after is not None:
        headers["retry-after"] = str(answer.retry_after)
    if wants_json(request):
        return _problem_details(request, answer, headers)
    if answer.status == 401 and request.method == "GET":
        return redirect(f"/login?{urlencode({'next': _asked_for(request)})}")
    try:
        template = "core/error_fragment.html" if request.headers.get("hx-request") else "core/error.html"
        return page(template, request, status_code=answer.status, headers=headers, error=answer)
    except Exception:
        log.exception("error page failed")
        return Response(answer.title, status_code=answer.status, media_type="text/plain", headers=headers)


def _asked_for(request: Request[Any, Any, Any]) -> str:
    """Return the address that was asked for, to go back to it after the log-in."""
    query = request.scope["query_string"].decode("latin-1")
    path = quote(request.scope["path"])
    return f"{path}?{query}" if query else path


def wants_json(request: Request[Any, Any, Any]) -> bool:
    """Tell whether a program asks: an API path, or JSON preferred in Accept."""
    path = request.scope["path"]
    accept = request.headers.get("accept", "")
    return path.startswith(("/api", "/netbox/api")) or ("json" in accept and "text/html" not in accept)


def _problem_details(request: Request[Any, Any, Any], answer: Answer, headers: dict[str, str]) -> Response[Any]:
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": answer.title,
        "status": answer.status,
        "detail": " ".join(p.message for p in answer.problems),
        "instance": f"urn:request:{request.scope['state'].get('request_id', '')}",
    }
    fields = [msgspec.to_builtins(p) for p in answer.problems]
    if fields:
        body["errors"] = fields
    return Response(body, status_code=answer.status, media_type="application/problem+json", headers=headers)


def _one(error: Exception) -> tuple[e.Problem, ...]:
    return (e.Problem(str(error)),) if str(error) else ()


def _validation_problems(error: ValidationException) -> tuple[e.Problem, ...]:
    extra = error.extra if isinstance(error.extra, list) else []
    found = tuple(
        e.Problem(str(item.get("message", "")), str(item["key"]) if "key" in item else None)
        for item in extra
        if isinstance(item, dict)
    )
    return found or (e.Problem(_("Yêu cầu không đọc được.")),)


def _http_title(status: int) -> str:
    titles = {
        400: _("Yêu cầu không đọc được"),
        404: _("Không tìm thấy trang hoặc hồ sơ này"),
        405: _("Cách gửi này không được hỗ trợ"),
        413: _("Tệp hoặc nội dung quá lớn"),
        415: _("Định dạng này không được hỗ trợ"),
    }
    return titles.get(status, _("Yêu cầu không thực hiện được"))

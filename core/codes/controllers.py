"""The one address behind every code we print: /q/ and its digits."""

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from core.acting import Principal
from core.codes.kinds import grouped
from core.codes.resolving import Found, resolve
from core.codes.scans import Unreadable
from core.errors import NeedsLogin
from core.text.i18n import LazyText, lazy
from core.web.access import public
from core.web.middleware import CAMERA_CSP
from core.web.pages import known_page
from core.web.templates import url

_UNREADABLE: Mapping[Unreadable, LazyText] = {
    Unreadable.EMPTY: lazy("Chưa có mã nào."),
    Unreadable.TOO_LONG: lazy("Nội dung quét quá dài, không phải mã của hệ thống."),
    Unreadable.PRODUCT: lazy("Đây là mã vạch hàng hóa, không phải mã của hệ thống."),
    Unreadable.ADDRESS: lazy("Mã này dẫn tới một trang khác, không phải mã của hệ thống."),
    Unreadable.LETTERS: lazy("Mã của hệ thống chỉ gồm chữ số."),
    Unreadable.LENGTH: lazy("Mã thiếu hoặc thừa chữ số. Hãy quét lại hoặc nhập đủ các số in dưới mã vạch."),
    Unreadable.CHECK: lazy("Mã có chữ số sai hoặc bị đảo chỗ. Hãy quét lại hoặc nhập lại."),
    Unreadable.KIND: lazy("Hệ thống không có loại mã này."),
}
_UNKNOWN = lazy("Không tìm thấy gì ứng với mã này. Mã có thể đã được thay bằng mã mới.")


class CodeController(Controller):
    """Scanned codes. Each plugin says where its codes lead, and to whom it says so."""

    path = "/q"
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards
    include_in_schema = False

    @get()
    async def form(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal], text: FromQuery[str] = ""
    ) -> Response[Any]:
        """Show a field for codes; with a text, what a scanner typed, go where it leads."""
        if not text.strip():
            answer = await known_page("codes/scan.html", request, problem="", places=(), text="")
            answer.headers["content-security-policy"] = CAMERA_CSP
            return answer
        return await _answer(request, principal, text)

    @get("/{code:str}")
    async def follow(
        self, request: Request[Any, Any, Any], principal: NamedDependency[Principal], code: FromPath[str]
    ) -> Response[Any]:
        """Go where a code leads: 303; a choice when it leads to several places; 404 with the reason otherwise."""
        return await _answer(request, principal, code)


async def _answer(request: Request[Any, Any, Any], principal: Principal, text: str) -> Response[Any]:
    found = await resolve(text, principal)
    if found.login:
        raise NeedsLogin
    if len(found.places) == 1:
        answer: Response[Any] = Redirect(url(found.places[0].path), status_code=303)
    else:
        answer = await known_page(
            "codes/scan.html",
            request,
            status_code=200 if found.places else 404,
            problem="" if found.places else str(_problem(found)),
            places=[(place.title, grouped(place.code), place.path) for place in found.places],
            text=found.scan.text,
        )
        answer.headers["content-security-policy"] = CAMERA_CSP
    # an address with a code in it is a key to what it opens: kept by no cache and no search engine
    answer.headers["cache-control"] = "no-store"
    answer.headers["x-robots-tag"] = "noindex"
    return answer


def _problem(found: Found) -> LazyText:
    return _UNREADABLE[found.scan.unreadable] if found.scan.unreadable else _UNKNOWN

"""The route that sends browser files: immutable under a versioned address, gzip when accepted, 304 when known."""

from typing import Any, Final

from litestar import Request, Response, route
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from core.web.access import public
from core.web.assets import PREFIX, Assets

_FOREVER: Final = "public, max-age=31536000, immutable"
_ASK_AGAIN: Final = "no-cache"
_A_DAY: Final = "public, max-age=86400"


def static_route(assets: Assets) -> HTTPRouteHandler:
    """Return the handler of `/static/<version>/<package>/<file>` and `/static/vendor/<file>`.

    An old version (a page opened before an update) gets the present file, but may not keep it.
    """

    @route(
        f"{PREFIX}/{{version:str}}/{{file:path}}",
        http_method=["GET", "HEAD"],
        guards=[public],
        include_in_schema=False,
        sync_to_thread=False,
    )
    def send_static(request: Request[Any, Any, Any], version: FromPath[str], file: FromPath[str]) -> Response[bytes]:
        name = file.lstrip("/")
        package, _, rest = ("vendor", "", name) if version == "vendor" else name.partition("/")
        path = assets.locate(package, rest)
        if path is None:
            raise NotFoundException
        content = assets.read(path)
        keep = version == assets.version if package != "vendor" else True
        headers = {
            "cache-control": _FOREVER if keep and not assets.development else _ASK_AGAIN,
            "etag": content.etag,
            "vary": "accept-encoding",
        }
        if request.headers.get("if-none-match") == content.etag:
            return Response(b"", status_code=304, headers=headers, media_type=content.media_type)
        if content.gzipped and "gzip" in request.headers.get("accept-encoding", ""):
            return Response(
                content.gzipped, headers=headers | {"content-encoding": "gzip"}, media_type=content.media_type
            )
        return Response(content.body, headers=headers, media_type=content.media_type)

    return send_static


def favicon_route(assets: Assets) -> HTTPRouteHandler:
    """Return the handler of `/favicon.ico`, which browsers ask for beside papers and files that name no icon."""

    @route("/favicon.ico", http_method=["GET", "HEAD"], guards=[public], include_in_schema=False, sync_to_thread=False)
    def send_favicon() -> Response[None]:
        headers = {"location": assets.address("core/favicon.svg").path, "cache-control": _A_DAY}
        return Response(None, status_code=302, headers=headers)

    return send_favicon

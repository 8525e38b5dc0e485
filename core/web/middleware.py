"""What happens to every request: its id, its language, the caller's address, security headers, one log line."""

import random
import re
import time
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from typing import Any

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from core.text.i18n import language

log = structlog.get_logger("access")
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; media-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
)
# Pages that read codes with the camera compile a WebAssembly reader; they send this policy instead.
CAMERA_CSP = CSP.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'")
HEADERS: tuple[tuple[bytes, bytes], ...] = (
    (b"content-security-policy", CSP.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"strict-transport-security", b"max-age=31536000; includeSubDomains"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"geolocation=(self), camera=(self), microphone=()"),
    (b"x-frame-options", b"DENY"),
)


def client_address(scope: Scope, trusted: Sequence[Any]) -> str:
    """Return the caller's address; X-Forwarded-For counts only when the peer is a trusted proxy.

    A proxy may add a header line of its own below the one that the caller wrote, so all lines are read as one.
    """
    client = scope.get("client")
    peer = client[0] if client else ""
    if not trusted:
        return peer
    forwarded = b",".join(v for k, v in scope["headers"] if k == b"x-forwarded-for").decode("latin-1")
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    address = peer
    while chain and _is_in(address, trusted):
        address = chain.pop()
    return address


def _is_in(address: str, networks: Sequence[Any]) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    # on a socket for both families an IPv4 peer looks like ::ffff:10.0.0.1
    plain = getattr(known, "ipv4_mapped", None) or known
    return any(plain in network for network in networks)


class Frame:
    """Wraps the whole application, so that answers to unknown addresses are framed too.

    `/en/...` is the same page in English: the prefix is stripped before routing. trusted_proxies: networks whose
    X-Forwarded-For is believed.
    """

    def __init__(self, app: ASGIApp, trusted_proxies: Sequence[str] = ()) -> None:
        self.app = app
        self.trusted = [ip_network(text, strict=False) for text in trusted_proxies]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request inside the frame; other ASGI messages pass through."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        _strip_language(scope)
        state = scope["state"]
        state["request_id"] = _request_id(scope)
        state["address"] = client_address(scope, self.trusted)
        token = language.set(state["language"])
        structlog.contextvars.bind_contextvars(request_id=state["request_id"])
        started, answer = time.perf_counter(), {"status": 0}
        try:
            await self.app(scope, receive, _framed(send, state["request_id"], answer))
        finally:
            language.reset(token)
            log.info(
                "request",
                method=scope["method"],
                # the route's template, never the address itself: codes and tokens stay out of the log
                route=scope.get("path_template", ""),
                status=answer["status"],
                ms=round((time.perf_counter() - started) * 1000, 1),
            )
            structlog.contextvars.unbind_contextvars("request_id")


def _strip_language(scope: Any) -> None:
    state = scope.setdefault("state", {})
    state["language"] = "vi"
    path = scope["path"]
    if path == "/en" or path.startswith("/en/"):
        state["language"] = "en"
        scope["path"] = path[3:] or "/"
        scope["raw_path"] = scope["path"].encode()


def _request_id(scope: Scope) -> str:
    given = next((v for k, v in scope["headers"] if k == b"x-request-id"), b"").decode("latin-1")
    return given if _REQUEST_ID.fullmatch(given) else f"{random.getrandbits(64):016x}"


def _framed(send: Send, request_id: str, answer: dict[str, int]) -> Send:
    """Return a `send` that adds the security headers where a handler did not set its own."""

    async def send_framed(message: Message) -> None:
        if message["type"] == "http.response.start":
            answer["status"] = message["status"]
            headers = list(message.get("headers", ()))
            sent = {name.lower() for name, _ in headers}
            headers += [pair for pair in HEADERS if pair[0] not in sent]
            headers.append((b"x-request-id", request_id.encode()))
            message["headers"] = headers
        await send(message)

    return send_framed

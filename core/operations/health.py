"""Is it alive, is it ready, how much: for load balancers, supervisors and Prometheus."""

from functools import partial
from typing import Any

import structlog
from litestar import Request, Response, get
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from core import db
from core.fence import fenced
from core.registry import Registry, current
from core.web.access import public, requires

log = structlog.get_logger()
CHECK_SECONDS = 3.0


@get("/health/live", guards=[public], include_in_schema=False, sync_to_thread=False)
def live() -> Response[dict[str, str]]:
    """Answer as long as the process serves requests."""
    return Response({"status": "ok"}, headers={"cache-control": "no-store"})


@get("/health/ready", guards=[public], include_in_schema=False)
async def ready() -> Response[dict[str, Any]]:
    """Answer 200 when the database answers, 503 when not; other findings are listed by name only ("degraded")."""
    found = await findings(current())
    names = {name: "failing" if reason else "ok" for name, reason in found.items()}
    unusable = found.get("database") is not None
    state = "unavailable" if unusable else "degraded" if any(found.values()) else "ok"
    headers = {"cache-control": "no-store"} | ({"retry-after": "5"} if unusable else {})
    return Response({"status": state, "checks": names}, status_code=503 if unusable else 200, headers=headers)


async def findings(registry: Registry) -> dict[str, str | None]:
    """Run every health check side by side; return name -> what is wrong, None for well. A slow check is a finding."""

    async def one(check: Any) -> str | None:
        try:
            answer = await fenced(CHECK_SECONDS, check)
            return None if answer is None else str(answer)
        except Exception as error:  # noqa: BLE001 -- a check that fails is a finding, whatever it raised
            return f"{type(error).__name__}: {error}"

    checks = registry.all("health_checks")
    reasons = await db.side_by_side(*(partial(one, c.check) for c in checks))
    return {check.name: reason for check, reason in zip(checks, reasons, strict=True)}


@get("/metrics", guards=[requires("operations.read")], include_in_schema=False)
async def metrics_page(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Return every gauge in Prometheus' text format; needs a login or a token with operations.read."""
    body = await gauges(request.app.state.registry)
    return Response(body, media_type=CONTENT_TYPE_LATEST, headers={"cache-control": "no-store"})


async def gauges(registry: Registry) -> bytes:
    """Read every metric source; return Prometheus' text format. A source that cannot be read is absent."""
    collected = CollectorRegistry()
    for source in registry.all("metrics"):
        try:
            found = await fenced(CHECK_SECONDS, source.collect)
            values = {str(label): float(number) for label, number in found.items()}
            gauge = Gauge(source.name, source.help, [source.label], registry=collected)
            for label, number in values.items():
                gauge.labels(label).set(number)
        except Exception:
            log.exception("metric source failed", metric=source.name)
    return generate_latest(collected)

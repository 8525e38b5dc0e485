"""The only place that talks to receivers of webhooks. A failure is a value, never an exception."""

import asyncio
import socket
from collections.abc import Mapping

import httpx

from plugins.onestop.exchange.domain.retries import Outcome, judge
from plugins.onestop.exchange.domain.targets import Target, may_connect


async def post(target: Target, headers: Mapping[str, str], body: bytes, timeout_s: float) -> Outcome:
    """Send one message and return what came of it.

    The name is looked up here and the connection goes to the very address that was judged, so that a name cannot lead
    elsewhere between the look and the connection. No redirects, no proxies, no cookies; the answer's body is not read.
    timeout_s: for everything together.
    """
    try:
        async with asyncio.timeout(timeout_s):
            address = may_connect(target, await _addresses(target))
            if address is None:
                return Outcome("away", error="the name leads nowhere, or into a private network")
            return await _post(target, address, headers, body, timeout_s)
    except TimeoutError:
        return Outcome("away", error="no answer in time")
    except (httpx.HTTPError, OSError) as error:
        return Outcome("away", error=f"{type(error).__name__}: {error}")


async def _addresses(target: Target) -> list[str]:
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


async def _post(target: Target, address: str, headers: Mapping[str, str], body: bytes, timeout_s: float) -> Outcome:
    shown = f"[{address}]" if ":" in address else address
    async with (
        httpx.AsyncClient(trust_env=False, follow_redirects=False, timeout=timeout_s) as client,
        client.stream(
            "POST",
            f"{target.scheme}://{shown}:{target.port}{target.path}",
            content=body,
            headers={
                **headers,
                "host": target.authority,
                "content-type": "application/json",
                "user-agent": "motcua-webhook/1",
            },
            # the certificate is checked against the name, not against the number
            extensions={"sni_hostname": target.host},
        ) as answer,
    ):
        return judge(answer.status_code, answer.headers.get("retry-after", ""))

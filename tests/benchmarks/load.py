"""Load by wrk: a fixed set of requests in turn, over sixteen kept connections, from one thread."""

import json
import re
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path

from tests.benchmarks.servers import Server

CONNECTIONS = 16


@dataclass(frozen=True)
class Request:
    """One request as it is sent."""

    method: str
    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True)
class Shot:
    """One measurement: answers a second, CPU microseconds of the server per answer, 99th percentile (wrk's words)."""

    rate: float
    cpu_us: float
    p99: str


def json_request(method: str, path: str, body: object, headers: dict[str, str] | None = None) -> Request:
    """Return a request with a JSON body."""
    sent = {"Content-Type": "application/json", **(headers or {})}
    return Request(method, path, sent, json.dumps(body, ensure_ascii=False))


def ask(server: Server, request: Request) -> tuple[int, bytes]:
    """Send one request; return status and body."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request(request.method, request.path, request.body.encode() or None, request.headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def write_script(path: Path, requests: Sequence[Request]) -> None:
    """Write wrk's Lua script that sends the requests in turn."""
    lines = [f"wrk.format({', '.join(map(_lua, (r.method, r.path, r.headers, r.body or None)))})" for r in requests]
    path.write_text(
        "local sent = {}\n"
        "function init(arguments)\n"
        f"{''.join(f'  sent[#sent + 1] = {line}' + chr(10) for line in lines)}"
        "end\n"
        "local at = 0\n"
        "function request()\n  at = at % #sent + 1\n  return sent[at]\nend\n",
        "utf-8",
    )


def _lua(value: object) -> str:
    """Return a value as Lua source: texts in long brackets, which need no escapes."""
    if value is None:
        return "nil"
    if isinstance(value, dict):
        return "{" + ", ".join(f"[ {_lua(key)} ] = {_lua(item)}" for key, item in value.items()) + "}"
    return f"[==[{value}]==]"


def shoot(server: Server, script: Path, seconds: int) -> Shot:
    """Load the server for some seconds. Raises RuntimeError when an answer was not a success."""
    before = server.cpu_s()
    command = [
        "wrk",
        "-t1",
        f"-c{CONNECTIONS}",
        f"-d{seconds}s",
        "--latency",
        "--timeout",
        "30s",
        "-s",
        str(script),
        server.url,
    ]
    text = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 60, check=True).stdout
    used = server.cpu_s() - before
    answered = int(_found(r"(\d+) requests in", text))
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: (.*)", text)
    if failed or not answered:
        log = server.log.read_text("utf-8", "replace")[-2000:]
        raise RuntimeError(f"{failed[0] if failed else 'no answers'} of {answered}:\n{text}\n{log}")
    return Shot(float(_found(r"Requests/sec:\s+([\d.]+)", text)), used / answered * 1e6, _found(r"99%\s+(\S+)", text))


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    if match is None:
        raise RuntimeError(f"wrk said something else than expected:\n{text}")
    return match[1]

"""Where agents post: answers by the kind of client, as the agents of GLPI and FusionInventory expect them."""

import base64
import binascii
from typing import Any, Final

import msgspec
from litestar import Controller, Request, get, post
from litestar.response import Response

from core.acting import Act, Principal
from core.errors import Forbidden, TooMany
from core.web.access import public
from plugins.assets.agents.commands import take
from plugins.assets.agents.domain.inventory import NO_CATEGORY
from plugins.assets.agents.domain.wire import Message, TooLarge, Unreadable, read_message
from plugins.assets.agents.secrets import unit_of
from plugins.assets.settings import assets_settings

HOURS: Final = 24
MOST_BYTES: Final = 8 * 1024 * 1024
_OTHER_TASKS: Final = ("deploy", "collect", "netdiscovery", "netinventory", "remoteinventory", "esx", "wakeonlan")
_AGENT: Final = Principal(username="agent", display_name="Tác tử kiểm kê", everything=True)
Web = Request[Any, Any, Any]


class AgentPost(Controller):
    """Routes below /assets/agent."""

    path = "/assets/agent"
    include_in_schema = False
    guards = [public]  # noqa: RUF012 -- Litestar's own way to declare guards

    @get(["/", "/{secret:str}"])
    async def wait(self, request: Web) -> Response[str]:
        """Answer an agent that comes back for a message it was told to wait for."""
        return _json({"status": "ok", "expiration": HOURS}, request)

    @post("/", status_code=200)
    async def receive(self, request: Web) -> Response[str]:
        """Take a message; the secret, if any, is the password."""
        return await _receive(request, _password(request.headers.get("authorization", "")))

    @post("/{secret:str}", status_code=200)
    async def receive_known(self, request: Web, secret: str) -> Response[str]:
        """Take a message; the secret stands in the address."""
        return await _receive(request, secret)


async def _receive(request: Web, secret: str) -> Response[str]:
    unit_id = await unit_of(secret)
    if unit_id is None and (secret or assets_settings().agents_need_secret):
        return _ask_for_secret()
    try:
        data = await request.body()
        if len(data) > MOST_BYTES:
            raise TooLarge("the message is too large")
        message = read_message(data)
        return await _answer(request, message, unit_id)
    except Forbidden:
        return _ask_for_secret()
    except (Unreadable, TooMany) as error:
        status = 413 if isinstance(error, TooLarge) else 429 if isinstance(error, TooMany) else 400
        return _refusal(request, str(error), status)


def _ask_for_secret() -> Response[str]:
    """Agents repeat with the user and password of their settings."""
    return Response("", status_code=401, headers={"www-authenticate": 'Basic realm="motcua"'})


def _password(authorization: str) -> str:
    kind, _, text = authorization.partition(" ")
    if kind.lower() != "basic":
        return ""
    try:
        return base64.b64decode(text, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


async def _answer(request: Web, message: Message, unit_id: int | None) -> Response[str]:
    if message.kind in {"inventory", "network"}:
        act = Act(
            who=_AGENT,
            at=request.app.state.clock.now(),
            address=str(request.scope["state"].get("address", "")),
            request_id=str(request.scope["state"].get("request_id", "")),
        )
        await take(message, request.headers.get("glpi-agent-id"), unit_id, act)
    if message.form == "json":
        return _json(_for_json(message), request)
    if message.kind == "prolog" and request.headers.get("glpi-agent-id"):
        return _json({"status": "ok", "expiration": HOURS}, request)  # a GLPI Agent speaks JSON from now on
    if message.kind == "prolog":
        return _xml(f"<PROLOG_FREQ>{HOURS}</PROLOG_FREQ><RESPONSE>SEND</RESPONSE>")
    return _xml("<RESPONSE>SEND</RESPONSE>")


def _for_json(message: Message) -> dict[str, Any]:
    answer: dict[str, Any] = {"status": "ok", "expiration": HOURS}
    if message.kind == "contact":
        task = {"server": "glpi", "version": "10.0.0", "no-category": NO_CATEGORY}
        answer |= {"message": "", "disabled": list(_OTHER_TASKS), "tasks": {"inventory": task}}
    return answer


def _refusal(request: Web, reason: str, status: int) -> Response[str]:
    if request.headers.get("glpi-agent-id"):
        return _json({"status": "error", "message": reason, "expiration": HOURS}, request, status)
    safe = reason.replace("&", "&amp;").replace("<", "&lt;")
    return _xml(f"<ERROR>{safe}</ERROR>", status)


def _json(value: dict[str, Any], request: Web, status: int = 200) -> Response[str]:
    asked = request.headers.get("glpi-request-id", "")
    headers = {"glpi-request-id": asked} if asked.isalnum() else {}
    return Response(
        msgspec.json.encode(value).decode(), status_code=status, media_type="application/json", headers=headers
    )


def _xml(inside: str, status: int = 200) -> Response[str]:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<REPLY>{inside}</REPLY>\n'
    return Response(text, status_code=status, media_type="application/xml")

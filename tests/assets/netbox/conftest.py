"""A client of the API with a token of an IT officer of the whole district, and one of a single commune."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from core.accounts import testing
from core.accounts.commands.tokens import create_token
from core.accounts.schemas import NewToken
from core.acting import Act
from core.clock import FixedClock

SITE = "/netbox/api"


class Caller:
    """Calls the API with one token."""

    def __init__(self, client: httpx.AsyncClient, token: str, act: Act) -> None:
        self.client, self.act = client, act
        self.headers = {"authorization": f"Token {token}"}

    async def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        sent = self.headers | {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(method, f"{SITE}/{path}", json=body, headers=sent)

    async def get(self, path: str) -> Any:
        answer = await self("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def make(self, path: str, body: Any) -> Any:
        answer = await self("POST", path, body)
        assert answer.status_code == 201, answer.text
        return answer.json()


@pytest.fixture
def caller_in(client: httpx.AsyncClient, clock: FixedClock) -> Callable[..., Awaitable[Caller]]:
    async def made(unit: str, *permissions: str) -> Caller:
        who = await testing.staff("it_officer", unit, clock.now())
        act = Act(who, clock.now())
        token = await create_token(NewToken("netbox", permissions or ("assets.read", "assets.edit"), 30), act)
        return Caller(client, token, act)

    return made


@pytest.fixture
async def netbox(caller_in: Callable[..., Awaitable[Caller]]) -> Caller:
    return await caller_in("duc-hoa")


@pytest.fixture
async def catalogue(netbox: Caller) -> dict[str, int]:
    """Ids of a site, a maker, a model and a role."""
    maker = await netbox.make("dcim/manufacturers/", {"name": "HP", "slug": "hp"})
    return {
        "site": (await netbox.make("dcim/sites/", {"name": "Kho huyện", "slug": "kho-huyen"}))["id"],
        "manufacturer": maker["id"],
        "device_type": (
            await netbox.make("dcim/device-types/", {"manufacturer": maker["id"], "model": "M252", "slug": "m252"})
        )["id"],
        "role": (await netbox.make("dcim/device-roles/", {"name": "Máy in", "slug": "may-in"}))["id"],
    }


def device(catalogue: dict[str, int], **more: Any) -> dict[str, Any]:
    return {name: catalogue[name] for name in ("site", "device_type", "role")} | more

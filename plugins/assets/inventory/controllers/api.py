"""The register for programs: list with a cursor, one thing, register, change, move."""

from typing import Annotated

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, Parameter
from msgspec import Struct

from core.acting import Act, Principal
from core.idempotency import once
from core.web.access import requires
from plugins.assets.inventory import commands, queries
from plugins.assets.inventory.schemas import Asset, AssetPage, ChangedAsset, Move, NewAsset, Registered
from plugins.assets.monitoring import queries as monitoring
from plugins.assets.monitoring.schemas import DeviceView

MOST_ROWS = 500

Search = Annotated[
    str, Parameter(description="Words in code, name, serial, maker, model, place or user; no accents needed.")
]
Limit = Annotated[int, Parameter(ge=1, le=MOST_ROWS)]
After = Annotated[
    str, Parameter(description="The `after` of the page before; empty for the first page.", max_length=13)
]
Connection = Annotated[str | None, Parameter(query="state", description="up, down or unknown: monitored things only.")]
Key = Annotated[str, Parameter(header="Idempotency-Key", max_length=200, description="The same key has one effect.")]


class AssetDetail(Struct, frozen=True):
    """A thing and, when it is monitored, what is known of it on the network."""

    asset: Asset
    device: DeviceView | None


class AssetsApi(Controller):
    """Routes below /api/assets."""

    path = "/api/assets"
    tags = ("assets",)

    @get(
        guards=[requires("assets.read")],
        responses={200: ResponseSpec(AssetPage, description="Things in the order of their codes")},
    )
    async def listed(
        self,
        principal: NamedDependency[Principal],
        q: Search = "",
        unit: FromQuery[int | None] = None,
        category: FromQuery[str | None] = None,
        status: FromQuery[str | None] = None,
        connection: Connection = None,
        after: After = "",
        limit: Limit = 50,
    ) -> Response[str]:
        """List things in the units that the caller may read."""
        asked = queries.Asked(
            q=q, unit=unit, category=category, status=status, state=connection, after=after, limit=limit
        )
        return Response(await queries.page_json(asked, principal), media_type="application/json")

    @get("/{code:str}", guards=[requires("assets.read")])
    async def one(self, code: FromPath[str], principal: NamedDependency[Principal]) -> AssetDetail:
        """Return one thing with its last reading."""
        asset = await queries.asset(code, principal)
        return AssetDetail(asset, await monitoring.device_of(asset.id))

    @post(guards=[requires("assets.edit")])
    async def register(self, data: NewAsset, act: NamedDependency[Act], key: Key = "") -> Registered:
        """Enter a thing into the register; the answer has the code for its label."""
        return await once(key, act.who.username, data, lambda: commands.register(data, act), Registered)

    @put("/{code:str}", guards=[requires("assets.edit")])
    async def update(self, code: FromPath[str], data: ChangedAsset, act: NamedDependency[Act]) -> Registered:
        """Write new facts of a thing; 409 when it was changed since the version that is sent."""
        return await commands.update(code, data, act)

    @post("/{code:str}/move", guards=[requires("assets.edit")], status_code=200)
    async def move(self, code: FromPath[str], data: Move, act: NamedDependency[Act]) -> Registered:
        """Give a thing to another unit, place or user."""
        return await commands.move(code, data, act)

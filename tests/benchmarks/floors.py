"""The floors: what Litestar, asyncpg, msgspec and Jinja cost when nothing else is asked of them, on the same tables.

No log-in, no permission, no language, no log line, no audit, no error handling, no security headers.
"""

import argparse
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from hashlib import sha256

import asyncpg
import jinja2
import msgspec
from granian.constants import Interfaces, Loops
from granian.server import Server
from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import State

_COLUMNS = "id, code, owner_name, unit_name, unit_id, state, received_at, promised_at, request"
_ONE = f"SELECT {_COLUMNS} FROM onestop.onestop_dossier WHERE id = $1"
_FIFTY = f"""SELECT {_COLUMNS} FROM onestop.onestop_dossier WHERE unit_id = $1
             ORDER BY received_at DESC, id DESC LIMIT 50"""
_DOSSIER = """
INSERT INTO onestop.onestop_dossier (code, procedure, version, workflow, unit_id, authority_id, unit_ids, unit_name,
  channel, revision, state, clock, holder_duty, holder_name, received_at, taken_by_name, rule, promised_at,
  slip_version, slip_digest, fee_due, fee_paid, owner_name, owner_key, owner_identity, owner_phone, owner_address,
  submitter_name, submitter_identity, submitter_phone, request)
VALUES ($1, 1, 1, 1, $2::bigint, $2, ARRAY[$2::bigint], 'UBND', 'counter', 1, 'accepted', 'runs', 'reception', '',
  $3, 'clerk', '', $4, 1, $5, 0, 0, $6, lower($6), '', '', '', $6, '', '', $7) RETURNING id
"""
_EVENT = """
INSERT INTO onestop.onestop_dossier_event (dossier, at, kind, action, target, person_name)
VALUES ($1, $2, 'move', 'receive', 'accepted', 'clerk')
"""
_PAGE = jinja2.Environment(autoescape=True).from_string(
    """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Danh sách hồ sơ</title></head><body>
<table><thead><tr><th>Mã</th><th>Người nộp</th><th>Nơi nhận</th><th>Xã</th><th>Trạng thái</th><th>Nhận</th>
<th>Hẹn</th></tr></thead><tbody>
{% for r in rows %}<tr class="{{ r.state }}"><td><a href="/d/{{ r.id }}">{{ r.code }}</a></td><td>{{ r.owner }}</td>
<td>{{ r.unit }}</td><td>{{ r.unit_id }}</td><td>{{ r.state }}</td>
<td>{{ r.received_at.strftime("%d/%m/%Y %H:%M") }}</td><td>{{ r.promised_at.strftime("%d/%m/%Y") }}</td></tr>
{% endfor %}</tbody></table></body></html>"""
)


class Row(msgspec.Struct):
    """A dossier's row."""

    id: int
    code: str
    owner: str
    unit: str
    unit_id: int
    state: str
    received_at: datetime
    promised_at: datetime
    request: str


class New(msgspec.Struct):
    """A dossier to be written."""

    owner: str
    unit_id: int
    request: str
    received_at: datetime
    promised_at: datetime


class Wanted(msgspec.Struct):
    """A dossier to be read; its key comes in the body, as the slip does."""

    id: int


@get("/health/live")
async def live() -> str:
    """Tell that the floors are there."""
    return "up"


@post("/one", status_code=200)
async def one(data: Wanted, state: State) -> Row:
    """Read by primary key."""
    return Row(*await state.pool.fetchrow(_ONE, data.id))


@get("/list/{unit_id:int}")
async def fifty(unit_id: int, state: State) -> list[Row]:
    """Fifty rows as JSON."""
    return [Row(*record) for record in await state.pool.fetch(_FIFTY, unit_id)]


@get("/page/{unit_id:int}")
async def page(unit_id: int, state: State) -> Response[str]:
    """Fifty rows as a page."""
    rows = [Row(*record) for record in await state.pool.fetch(_FIFTY, unit_id)]
    return Response(_PAGE.render(rows=rows), media_type="text/html; charset=utf-8")


@post("/dossiers")
async def receive(request: Request, data: New, state: State) -> dict[str, int]:
    """One dossier and its first event in one transaction."""
    state.count += 1
    code = f"F{os.getpid()}-{state.count}"
    digest = sha256(code.encode()).digest()
    async with state.pool.acquire() as connection, connection.transaction():
        number = await connection.fetchval(
            _DOSSIER, code, data.unit_id, data.received_at, data.promised_at, digest, data.owner, data.request
        )
        await connection.execute(_EVENT, number, data.received_at)
    return {"id": number}


@asynccontextmanager
async def _pool(app: Litestar) -> AsyncIterator[None]:
    async with asyncpg.create_pool(os.environ["MOTCUA_DATABASE_URL"], min_size=4, max_size=16) as pool:
        app.state.pool, app.state.count = pool, 0
        yield


def app() -> Litestar:
    """Return the application of the floors."""
    return Litestar([live, one, fifty, page, receive], lifespan=[_pool], openapi_config=None, logging_config=None)


def main() -> None:
    """Serve the floors as the product is served."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int, required=True)
    Server(
        "tests.benchmarks.floors:app",
        address="127.0.0.1",
        port=arguments.parse_args().port,
        interface=Interfaces.ASGI,
        loop=Loops.uvloop,
        workers=1,
        log_access=False,
        factory=True,
    ).serve()


if __name__ == "__main__":
    main()

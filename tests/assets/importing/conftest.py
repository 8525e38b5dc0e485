"""Files as offices send them, and one way to bring them in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

import pytest

from core.acting import Act
from core.testing import NOW
from plugins.assets.importing import queries
from plugins.assets.importing.commands.applying import apply_chunks
from plugins.assets.importing.commands.undoing import undo_chunks
from plugins.assets.importing.commands.uploading import apply, undo, upload
from plugins.assets.importing.schemas import Batch, Line, Upload
from tests.assets.conftest import Communes

HEAD = ("Số thẻ", "Tên thiết bị", "Hãng", "Model", "Số seri", "Ngày mua", "Nguyên giá", "Phòng")


def csv_of(rows: Sequence[Sequence[str]], head: Sequence[str] = HEAD) -> bytes:
    return "\n".join(";".join(row) for row in [head, *rows]).encode()


def row(n: int, **changes: str) -> list[str]:
    """Return a row that is right: the n-th printer."""
    cells: Mapping[str, str] = {
        "number": f"T{n:03}",
        "name": f"Máy in {n}",
        "maker": "HP",
        "model": "LaserJet M404",
        "serial": f"SN{n:05}",
        "day": "05/03/2021",
        "cost": "5.400.000 đ",
        "place": "Phòng một cửa",
    }
    return list((dict(cells) | changes).values())


class Importing:
    """Imports for the eastern commune."""

    def __init__(self, communes: Communes, act: Act) -> None:
        self.communes, self.act = communes, act

    async def draft(self, content: bytes, **options: Any) -> int:
        return await upload(Upload(unit_id=self.communes.east, **options), "so.csv", content, self.act)

    async def seen(self, number: int) -> tuple[Batch, list[Line]]:
        lines = await queries.lines(number, None, None, 10_000, 0)
        return await queries.batch(number, self.act.who), sorted(lines, key=lambda line: line.line)

    async def write(self, number: int) -> tuple[Batch, list[Line]]:
        await apply(number, self.act)
        await apply_chunks(number, self.act)
        return await self.seen(number)

    async def bring_in(self, content: bytes, **options: Any) -> tuple[Batch, list[Line]]:
        return await self.write(await self.draft(content, **options))

    async def take_out(self, number: int) -> tuple[Batch, list[Line]]:
        await undo(number, self.act)
        await undo_chunks(number, self.act)
        return await self.seen(number)


@pytest.fixture
def importing(communes: Communes, act_in: Callable[..., Act]) -> Importing:
    return Importing(communes, act_in(at=NOW))


Run = Callable[[], Awaitable[int]]

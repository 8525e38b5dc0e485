"""Take a dossier in after the clerk was told of earlier ones that look the same; going on is logged."""

from collections.abc import Sequence

from core import audit, db
from core.acting import Act
from core.idempotency import once
from plugins.onestop.commands.receiving import receive
from plugins.onestop.desk.queries import Likely, likely_duplicates
from plugins.onestop.schemas import NewDossier, Received


class LikelyTwice(Exception):
    """The dossier may have come in already, and the clerk has not been told yet."""

    def __init__(self, duplicates: Sequence[Likely]) -> None:
        self.duplicates = duplicates
        super().__init__("likely duplicates")


async def receive_once_told(data: NewDossier, told: str, act: Act, key: str = "") -> Received:
    """Take a dossier in. told: numbers of the earlier ones that the clerk has seen on the page, with blanks between.

    Raises LikelyTwice when there are others; the clerk decides. What `receive` raises, it raises. The same form sent
    again gets its answer again without being asked: what looks the same then is the dossier that it made itself.
    """
    return await once(key, act.who.username, data, lambda: _receive(data, told, act), Received)


async def _receive(data: NewDossier, told: str, act: Act) -> Received:
    found = await likely_duplicates(data.procedure, data.owner_identity, data.owner_name, act)
    codes = [one.earlier.code for one in found]
    if set(codes) - set(told.split()):
        raise LikelyTwice(found)
    if not codes:
        return await receive(data, act)
    async with db.transaction():
        received = await receive(data, act)
        await audit.record(
            act,
            "onestop.receive_despite",
            subject="onestop.dossier",
            subject_id=received.id,
            unit_id=act.who.unit_id,
            after={"code": received.code, "looks_like": codes},
        )
    return received

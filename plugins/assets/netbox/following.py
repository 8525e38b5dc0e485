"""What a client changes on a device that stands for a thing of the register is changed in the register too."""

from collections.abc import Sequence

from core import db
from core.acting import Act
from plugins.assets.inventory.amending import Amendment, amend
from plugins.assets.netbox.domain.describe import ObjectType


async def follow_back(kind: ObjectType, ids: Sequence[int], act: Act) -> None:
    """Write new serial numbers of devices into the register, with its history. Raises Refused for a serial twice."""
    if kind.key != "dcim.device":
        return
    found = await db.rows(
        """SELECT a.code, t.serial FROM assets.assets_nb_device t JOIN assets.assets_asset a ON t.source = 'asset:' || a.id
           WHERE t.id = ANY($1) AND upper(t.serial) IS DISTINCT FROM coalesce(a.serial, '')""",
        list(ids),
    )
    for code, serial in found:
        await amend(code, Amendment(serial=serial or None), act, "updated", checked=False)

"""Write codes of a thing: one transaction each, with the thing's history and the log."""

from core import db
from core.acting import Act
from core.errors import Forbidden, Missing, Problem, Refused
from core.text.i18n import gettext as _
from core.text.viet import clean
from plugins.assets.codes.domain.folding import folded
from plugins.assets.codes.schemas import NewCode
from plugins.assets.inventory.commands import EDIT, remember
from plugins.assets.inventory.queries import READ, asset_to_change
from plugins.assets.inventory.schemas import Asset, Registered


async def add_code(label: str, data: NewCode, act: Act) -> Registered:
    """Keep a code with the thing that has this label; one it has already changes nothing.

    Raises Missing, Forbidden, Refused for a code without a letter or digit.
    """
    async with db.transaction():
        asset = await _asset_to_edit(label, act)
        text, key = clean(data.text), folded(data.text)
        if not key:
            raise Refused(Problem(_("Mã phải có chữ hoặc số."), "text", "empty"))
        fresh = await db.value(
            "INSERT INTO assets.assets_code (asset, kind, text, folded, created_at) VALUES ($1, $2, $3, $4, $5)"
            " ON CONFLICT (asset, kind, folded) DO NOTHING RETURNING id",
            asset.id,
            data.kind,
            text,
            key,
            act.at,
        )
        if fresh is None:
            return Registered(asset.id, label, asset.version)
        return await _remembered(asset, act, before=None, after=text)


async def remove_code(label: str, code_id: int, act: Act) -> Registered:
    """Take a code away from the thing; one that is gone already stays so. Raises Missing, Forbidden."""
    async with db.transaction():
        asset = await _asset_to_edit(label, act)
        text = await db.value(
            "DELETE FROM assets.assets_code WHERE id = $1 AND asset = $2 RETURNING text", code_id, asset.id
        )
        if text is None:
            return Registered(asset.id, label, asset.version)
        return await _remembered(asset, act, before=text, after=None)


async def _asset_to_edit(label: str, act: Act) -> Asset:
    asset = await asset_to_change(label)
    if asset is None or not (act.who.may(READ, asset.unit_id) or act.who.may(EDIT, asset.unit_id)):
        raise Missing(_("Không có thiết bị mang mã này."))
    if not act.who.may(EDIT, asset.unit_id):
        raise Forbidden(_("Bạn không được ghi sổ tài sản của đơn vị này."))
    return asset


async def _remembered(asset: Asset, act: Act, *, before: str | None, after: str | None) -> Registered:
    version: int = await db.value(
        "UPDATE assets.assets_asset SET version = version + 1, updated_at = $2 WHERE id = $1 RETURNING version",
        asset.id,
        act.at,
    )
    done = Registered(asset.id, asset.code, version)
    fact = "other_code"
    await remember(act, "updated", done, asset.unit_id, before={fact: before}, after={fact: after})
    return done

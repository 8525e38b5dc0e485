"""Slips: the digits that open a dossier. Printing again with a new version makes the old slip worthless."""

from core import audit, db
from core.acting import Act
from core.codes import slip_token, token_digest
from core.errors import Conflict, Forbidden, Missing
from core.registry import current
from core.text.i18n import gettext as _
from plugins.onestop.access import RECEIVE, scope
from plugins.onestop.queries import dossiers
from plugins.onestop.queries.dossiers import Sheet

_REPLACE = """
WITH replaced AS (
  UPDATE onestop.onestop_dossier SET slip_version = slip_version + 1, slip_digest = $3, revision = revision + 1
  WHERE id = $1 AND slip_version = $2 RETURNING id
), ledger AS (
  INSERT INTO onestop.onestop_dossier_event
    (dossier, at, kind, action, source, target, person_id, person_name, holder_name, reason)
  SELECT id, $4, 'slip', 'replaced', '', '', $5, $6, '', '' FROM replaced
)
SELECT id FROM replaced
"""


def digest_of(token: str) -> bytes:
    """Return what the table holds of a slip's digits. Raises ValueError for digits that are no slip's."""
    return token_digest(_key(), token)


def token_of(sheet: Sheet) -> str:
    """Return the 20 digits on the present slip of a dossier."""
    return slip_token(_key(), sheet.id, sheet.slip_version)


async def replace_slip(code: str, act: Act) -> None:
    """Give the dossier a slip with new digits; the old one opens nothing from now on.

    Raises Missing, Forbidden, and Conflict when somebody replaced it at the same moment.
    """
    async with db.transaction():
        sheet = await _mine(code, act)
        digest = digest_of(slip_token(_key(), sheet.id, sheet.slip_version + 1))
        who = act.who
        if (
            await db.value(_REPLACE, sheet.id, sheet.slip_version, digest, act.at, who.person_id, who.display_name)
            is None
        ):
            raise Conflict(_("Giấy tiếp nhận vừa được người khác cấp lại. Hãy tải lại trang."))
        await audit.record(
            act,
            "onestop.replace_slip",
            subject="onestop.dossier",
            subject_id=sheet.id,
            unit_id=sheet.unit_id,
            before={"slip_version": sheet.slip_version},
            after={"slip_version": sheet.slip_version + 1},
        )


async def _mine(code: str, act: Act) -> Sheet:
    sheet = await dossiers.by_code(code, scope(act.who))
    if sheet is None:
        raise Missing
    if not any(act.who.may(RECEIVE, unit) for unit in sheet.unit_ids):
        raise Forbidden(_("Chỉ bộ phận một cửa đã nhận hồ sơ mới in được giấy tiếp nhận."))
    return sheet


def _key() -> bytes:
    return current().settings.secret_key.encode()

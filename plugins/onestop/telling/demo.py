"""People who agreed to be told, and what they were told, for the demonstration."""

from random import Random
from typing import Final

from core import db
from core.contributions import DemoContext
from core.feed import follow
from core.text.i18n import use_language
from plugins.onestop.queries import dossiers
from plugins.onestop.telling import queries
from plugins.onestop.telling.commands.collecting import FOLLOWER, KINDS, field_values
from plugins.onestop.telling.domain.templates import SHIPPED, filled

_LATEST: Final = "SELECT code FROM onestop.onestop_dossier ORDER BY received_at DESC, id DESC LIMIT 60"
_CONTACT: Final = """
INSERT INTO onestop.onestop_contact (dossier, email, agreed, changed_at, changed_by_name) VALUES ($1, $2, true, $3, $4)
"""
_NOTICE: Final = """
INSERT INTO onestop.onestop_notice
  (dossier, unit_id, event, audience, channel, address, name, subject, body, state, attempts, last_error, created_at,
   sent_at)
VALUES ($1, $2, $3, 'citizen', $4, $5, $6, '', $7, $8::text, 1, $9, $10,
        CASE WHEN $8::text = 'sent' THEN $10::timestamptz END)
"""
_ANSWERS: Final = (("sent", ""), ("sent", ""), ("sent", ""), ("failed", "HTTP 404"))


async def load_notices(context: DemoContext) -> None:
    """Load contacts for half of the newest dossiers, and a text message for each step of theirs that tells.

    What happened until now counts as told, so that nobody is told of it a second time.
    """
    chance = Random(2019)  # noqa: S311 -- plays, protects nothing
    for row in await db.rows(_LATEST):
        sheet = await dossiers.by_code(row["code"], None)
        if sheet is None or chance.random() < 0.5:
            continue
        email = f"nguoidan{sheet.id}@example.vn" if chance.random() < 0.4 else ""
        await db.execute(_CONTACT, sheet.id, email, sheet.received_at, sheet.taken_by_name)
        with use_language("vi"):
            values = field_values(sheet, await queries.subject_of(sheet.id), sheet.submitter_name, "")
        notices = {move.action: move.notice for move in sheet.workflow.transitions if move.notice}
        for line in await dossiers.ledger(sheet.id):
            event = "received" if line.action == "receive" else notices.get(line.action, "")
            words = SHIPPED.get((event, "text"))
            if words is None or line.kind != "move" or not sheet.submitter_phone:
                continue
            state, error = chance.choice(_ANSWERS)
            body = filled(words, values).body
            address, name = sheet.submitter_phone, sheet.submitter_name
            at = min(line.at, context.at)
            await db.execute(_NOTICE, sheet.id, sheet.unit_id, event, "sms", address, name, body, state, error, at)
    async with db.transaction():
        while (await follow(FOLLOWER, KINDS))[1]:
            pass

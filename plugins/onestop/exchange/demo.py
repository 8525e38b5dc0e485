"""A connection with messages in every state, for the demonstration; paused, so that nothing leaves the machine."""

import uuid
from datetime import timedelta
from random import Random

from core import db, offices
from core.acting import system_act
from core.contributions import DemoContext
from core.feed import follow
from plugins.onestop.exchange.commands.deliveries import FOLLOWER
from plugins.onestop.exchange.commands.webhooks import create
from plugins.onestop.exchange.messages import message
from plugins.onestop.exchange.schemas import NewWebhook

_LATEST = """
SELECT e.dossier, d.code, e.at, e.action, e.source, e.target, d.unit_id
FROM onestop.onestop_dossier_event e JOIN onestop.onestop_dossier d ON d.id = e.dossier
WHERE e.kind = 'move' AND e.action <> 'receive' ORDER BY e.at DESC, e.id DESC LIMIT 24
"""
_INSERT = """
INSERT INTO onestop.onestop_webhook_delivery
  (webhook, event_id, event, dossier_id, code, body, state, attempts, next_try_at, last_status, last_error, created_at,
   sent_at)
VALUES ($1, $2, 'dossier.moved', $3, $4, $5, $6::text, $7, $8, $9, $10, $8,
        CASE WHEN $6::text = 'sent' THEN $8::timestamptz + interval '1 minute' END)
"""


async def load_webhooks(context: DemoContext) -> None:
    """Load one connection of the district with what was sent the last hours; what happened so far counts as told."""
    chance = Random(2018)  # noqa: S311 -- plays, protects nothing
    unit = await offices.find_unit("duc-hoa")
    if unit is None:
        return
    new = NewWebhook(
        title="Trục liên thông của tỉnh",
        url="https://lgsp.example.vn/motcua",
        events=["dossier.received", "dossier.moved", "result.ready"],
        unit_id=unit.id,
    )
    made = await create(new, system_act(context.at - timedelta(days=20)))
    for place, row in enumerate(reversed(await db.rows(_LATEST))):
        state = "held" if place in {7, 15} else "waiting" if place > 20 else "sent"
        data = {"dossier_id": row[0], "code": row[1], "action": row[3], "source": row[4], "target": row[5]}
        await db.execute(
            _INSERT,
            made.webhook.id,
            str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            row[0],
            row[1],
            message("dossier.moved", row[2], data),
            state,
            10 if state == "held" else int(state == "sent"),
            row[2],
            503 if state == "held" else 200 if state == "sent" else None,
            "HTTP 503" if state == "held" else "",
        )
    await db.execute("UPDATE onestop.onestop_webhook SET active = false WHERE id = $1", made.webhook.id)
    async with db.transaction():
        while (await follow(FOLLOWER, ()))[1]:
            pass

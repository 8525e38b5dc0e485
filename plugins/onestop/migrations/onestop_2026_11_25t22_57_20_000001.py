"""Keys, queues and rules of webhooks, notices and signatures."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-25T22:57:20:000001"
VERSION = "1.38.0"
DESCRIPTION = "keys, queues and rules of the exchange with other systems"

STATEMENTS = (
    "CREATE INDEX onestop_webhook_unit_v1 ON onestop.onestop_webhook (unit_id)",
    "CREATE UNIQUE INDEX onestop_webhook_once_v1 ON onestop.onestop_webhook_delivery (webhook, event_id)",
    # what is still to be sent, in the order of each dossier; sent rows cost the queue nothing
    """CREATE INDEX onestop_webhook_queue_v1 ON onestop.onestop_webhook_delivery (webhook, code, id)
       WHERE state IN ('waiting', 'sending', 'held')""",
    "CREATE INDEX onestop_webhook_created_v1 ON onestop.onestop_webhook_delivery (created_at)",
    """ALTER TABLE onestop.onestop_webhook_delivery ADD CONSTRAINT onestop_webhook_state_v1
       CHECK (state IN ('waiting', 'sending', 'sent', 'held', 'dropped') AND (state <> 'sent' OR sent_at IS NOT NULL))""",
    """CREATE UNIQUE INDEX onestop_notice_once_v1 ON onestop.onestop_notice (event_id, event, audience, channel, address)
       WHERE event_id IS NOT NULL""",
    "CREATE INDEX onestop_notice_dossier_v1 ON onestop.onestop_notice (dossier, id)",
    """CREATE INDEX onestop_notice_queue_v1 ON onestop.onestop_notice (next_try_at)
       WHERE state IN ('waiting', 'sending') AND mail_id IS NULL""",
    """ALTER TABLE onestop.onestop_notice ADD CONSTRAINT onestop_notice_state_v1
       CHECK (state IN ('waiting', 'sending', 'sent', 'failed', 'withheld') AND audience IN ('citizen', 'staff'))""",
    """CREATE UNIQUE INDEX onestop_notice_template_v1
       ON onestop.onestop_notice_template (authority_id, event, medium)""",
    "CREATE INDEX onestop_signature_dossier_v1 ON onestop.onestop_signature (dossier, id)",
    """ALTER TABLE onestop.onestop_signature ADD CONSTRAINT onestop_signature_digest_v1
       CHECK (octet_length(token_digest) = 32 AND length(sha256) = 64)""",
)


async def forwards() -> MigrationManager:
    """Run the statements above, after the tables were made by the migration before."""
    manager = MigrationManager(migration_id=ID, app_name="onestop", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager

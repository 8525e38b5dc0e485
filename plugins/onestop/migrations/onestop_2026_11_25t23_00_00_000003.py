"""Keys and rules of the workflow feature: one open round, one open wish; what the axes can be."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from core import db

ID = "2026-11-25T23:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "keys, indexes and rules of workflows"

STATEMENTS = (
    "CREATE UNIQUE INDEX onestop_supplement_round_v1 ON onestop.onestop_supplement (dossier, round)",
    """CREATE UNIQUE INDEX onestop_supplement_open_v1 ON onestop.onestop_supplement (dossier) WHERE closed_at IS NULL""",
    """CREATE UNIQUE INDEX onestop_correction_open_v1 ON onestop.onestop_correction (dossier)
       WHERE standing = 'asked'""",
    "CREATE INDEX onestop_correction_dossier_v1 ON onestop.onestop_correction (dossier, id)",
    "CREATE UNIQUE INDEX onestop_relocation_line_v1 ON onestop.onestop_relocation_line (relocation, dossier)",
    """ALTER TABLE onestop.onestop_dossier
       ADD CONSTRAINT onestop_dossier_delivery_v1
         CHECK (delivery IN ('none', 'at_desk', 'to_post', 'returned', 'recalled')),
       ADD CONSTRAINT onestop_dossier_digitised_v1 CHECK (digitised IN ('none', 'digitised', 'reused'))""",
    """ALTER TABLE onestop.onestop_correction
       ADD CONSTRAINT onestop_correction_standing_v1 CHECK (standing IN ('asked', 'approved', 'rejected'))""",
)


async def forwards() -> MigrationManager:
    """Run the statements above, after the tables were made by the migration before."""
    manager = MigrationManager(migration_id=ID, app_name="onestop", description=DESCRIPTION)

    async def run() -> None:
        for statement in STATEMENTS:
            await db.execute(statement)

    manager.add_raw(run)
    return manager

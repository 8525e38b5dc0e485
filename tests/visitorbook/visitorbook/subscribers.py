from core import db
from core.acting import Act
from core.contracts.events import DossierReceived

NOTE = """
INSERT INTO visitorbook.visitorbook_note (unit_id, code, at)
SELECT $1, $2, $3 WHERE EXISTS (
    SELECT 1 FROM visitorbook.visitorbook_visitor WHERE unit_id = $1 AND left_at IS NULL
)
"""


async def note_dossier(event: DossierReceived, _act: Act) -> None:
    """Count a dossier that was handed in while somebody was in the house."""
    await db.execute(NOTE, event.unit_id, event.code, event.received_at)

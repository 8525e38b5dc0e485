"""Who may read the papers of minutes."""

from typing import Protocol

from core.acting import Principal
from core.contracts.attachments import AttachmentOwner
from core.errors import Missing
from plugins.assets.custody import queries
from plugins.assets.custody.queries import SUBJECT


class MinutesAttachments(AttachmentOwner, Protocol):
    """The contract of the papers of minutes."""


class MinutesPapers:
    """Implements `MinutesAttachments`: whoever may read the minutes may read their papers."""

    subject_type = SUBJECT

    async def may_read(self, subject_id: int, principal: Principal) -> bool:
        """Tell whether the reader is of one of the units or a party."""
        try:
            return queries.may_see(await queries.minutes(subject_id), principal)
        except Missing:
            return False

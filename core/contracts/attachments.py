"""Contract: who may read the files attached to something. Implemented by every plugin that attaches files."""

from typing import Protocol

from core.acting import Principal


class AttachmentOwner(Protocol):
    """Answers for the files of one kind of subject.

    A plugin subclasses it and contributes `Service(DossierAttachments, DossierAttachments())`: the contract is its own
    subclass, so that several plugins can own files side by side.
    """

    subject_type: str
    """The subject type given to `core.files.store`, such as "onestop.dossier"."""

    async def may_read(self, subject_id: int, principal: Principal) -> bool:
        """Tell whether the principal (ANONYMOUS when nobody is logged in) may read this subject's files."""

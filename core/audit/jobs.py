from core.acting import Act
from core.audit import commands
from core.jobs import Payload


class SealLog(Payload, frozen=True, tag="audit.seal"):
    """Add the finished entries to the hash chain."""


async def seal_log(_payload: SealLog, _act: Act) -> None:
    """Seal what is finished; nothing to do is fine."""
    await commands.seal()

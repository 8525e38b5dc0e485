"""Where the code beside a signature's mark leads."""

from core.acting import Principal
from plugins.onestop.signing.commands.signing import by_code
from plugins.onestop.signing.drawing import PATH


async def open_signed(code: str, _principal: Principal) -> str | None:
    """Return the path of the page that says who signed; None for digits that stand on no paper."""
    return f"{PATH}/{code}" if await by_code(code) else None

"""Which permissions stand behind the duties of a workflow, and in which units somebody holds them."""

from collections.abc import Mapping
from typing import Final

from core.acting import Principal
from core.contracts.dossiers import Duty

VIEW: Final = "onestop.view"
RECEIVE: Final = "onestop.receive"
APPRAISE: Final = "onestop.appraise"
SIGN: Final = "onestop.sign"
MANAGE: Final = "onestop.manage"
IDENTITY: Final = "onestop.identity"

PERMISSION_OF: Final[Mapping[Duty, str]] = {"reception": RECEIVE, "specialist": APPRAISE, "leader": SIGN}


def duties(who: Principal, unit_id: int) -> frozenset[Duty]:
    """Return the duties that somebody holds for the dossiers of a unit."""
    return frozenset(duty for duty, permission in PERMISSION_OF.items() if who.may(permission, unit_id))

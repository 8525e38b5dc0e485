"""Who acts, when and from where: handed to every command instead of being looked up."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

NO_UNITS: frozenset[int] = frozenset()


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """A person, a token or the system itself, with what it may do.

    grants: permission name -> ids of the units in which it holds, whole subtrees included.
    """

    username: str
    display_name: str
    person_id: int | None = None
    account_id: int | None = None
    unit_id: int | None = None
    login_id: int | None = None
    grants: Mapping[str, frozenset[int]] = {}
    everything: bool = False

    def may(self, permission: str, unit_id: int | None = None) -> bool:
        """Tell whether the permission is held: in the given unit, or anywhere when none is given."""
        if self.everything:
            return True
        units = self.grants.get(permission)
        return bool(units) if unit_id is None else units is not None and unit_id in units

    def units(self, permission: str) -> frozenset[int]:
        """Return the ids of the units in which the permission holds (empty: none)."""
        return self.grants.get(permission, NO_UNITS)


class Act(msgspec.Struct, frozen=True):
    """One doing: by whom, at which moment (aware, UTC), from which address, in which request."""

    who: Principal
    at: datetime
    address: str = ""
    request_id: str = ""


ANONYMOUS = Principal(username="", display_name="")
SYSTEM = Principal(username="system", display_name="motcua", everything=True)


def system_act(at: datetime, request_id: str = "") -> Act:
    """Return the act of the platform itself (jobs, imports, demo data)."""
    return Act(who=SYSTEM, at=at, address="", request_id=request_id)

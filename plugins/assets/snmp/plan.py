"""What to ask a device for, by what is known of it: columns instead of tables, and only those that apply."""

from plugins.assets.domain.brother import BROTHER_OIDS
from plugins.assets.domain.fingerprints import CLASS_SIGNS, Profile, Profiles, identity_oids, wanted
from plugins.assets.domain.hosts import DEVICE_DESCR, HOST_COLUMNS, UCD_OIDS
from plugins.assets.domain.interfaces import PORT_COLUMNS
from plugins.assets.domain.power import ALARMS, UPS_OIDS
from plugins.assets.domain.printers import ALERT_COLUMNS, PRINTER_COLUMNS
from plugins.assets.domain.readings import SYSTEM_OIDS
from plugins.assets.domain.supplies import SUPPLY_COLUMNS

_COLUMNS = {"printer": (*PRINTER_COLUMNS, *SUPPLY_COLUMNS, *ALERT_COLUMNS), "ups": (ALARMS,)}


def first_oids(profiles: Profiles) -> list[str]:
    """Return the instances that tell what a device is; the four that any agent has come first."""
    return list(dict.fromkeys(["1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.2.0", *SYSTEM_OIDS, *identity_oids(profiles)]))


def instances(profile: Profile | None, signs: set[str], profiles: Profiles) -> list[str]:
    """Return the other instances to get. signs: classes whose standard objects the device answered."""
    oids, _ = wanted(profile, profiles)
    kinds = _kinds(profile, signs)
    if "ups" in kinds:
        oids += [oid for oid in UPS_OIDS if oid.endswith(".0")]
    if "printer" in kinds and (profile is None or profile.vendor == "Brother"):
        oids += BROTHER_OIDS
    if not kinds <= {"printer", "ups"}:
        oids += UCD_OIDS
    return list(dict.fromkeys(oids))


def column_groups(profile: Profile | None, signs: set[str], profiles: Profiles) -> list[list[str]]:
    """Return the columns to walk; those of one group have rows in common and are read side by side."""
    kinds = _kinds(profile, signs)
    groups = [list(PORT_COLUMNS)]
    _, columns = wanted(profile, profiles)
    if columns:
        groups.append(columns)
    groups += [list(_COLUMNS[kind]) for kind in sorted(kinds & _COLUMNS.keys())]
    if "ups" in kinds:
        groups.append([oid for oid in UPS_OIDS if not oid.endswith(".0")])
    groups.append([*HOST_COLUMNS, DEVICE_DESCR])
    return groups


def _kinds(profile: Profile | None, signs: set[str]) -> set[str]:
    """Return the classes whose objects are worth asking for: all of them for a device nothing is known of."""
    if profile is None or profile.device_class is None:
        return {*CLASS_SIGNS, ""}
    return {profile.device_class, *signs}

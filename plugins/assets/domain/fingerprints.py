"""What kind of device answered: class, maker, model, serial, version; the rules are data (device_profiles.toml)."""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct, field

from plugins.assets.domain.entities import ENTITY_COLUMNS, ENTITY_FIELDS, entity_text
from plugins.assets.domain.interfaces import PortFilter
from plugins.assets.domain.power import UPS_MIB
from plugins.assets.domain.printers import LIFE_COUNT
from plugins.assets.domain.varbinds import Answers, text_of

SYS_DESCR, SYS_OBJECT_ID = "1.3.6.1.2.1.1.1.0", "1.3.6.1.2.1.1.2.0"
NAMED_OIDS = {
    "sysDescr": SYS_DESCR,
    "sysName": "1.3.6.1.2.1.1.5.0",
    "hrDeviceDescr": "1.3.6.1.2.1.25.3.2.1.3.1",
    "prtName": "1.3.6.1.2.1.43.5.1.1.16.1",
    "prtSerial": "1.3.6.1.2.1.43.5.1.1.17.1",
    "ieee1284": "1.3.6.1.4.1.2699.1.2.1.2.1.1.3.1",
}
"""Objects a source may name. ieee1284: ppmPrinterIEEE1284DeviceId of the Printer Port Monitor MIB (PWG 5107.1)."""

CLASS_SIGNS = {"printer": (f"{LIFE_COUNT}.1.1",), "ups": (f"{UPS_MIB}.2.1.0", f"{UPS_MIB}.2.4.0")}
"""Standard objects that tell a class when no profile fits: page counter and battery."""

_NO_VALUE = re.compile(r"(?i)(none|n/?a|unknown|not (available|specified|applicable|present)|null|-+|\.+)")
_ENTERPRISES = "1.3.6.1.4.1."
_LONGEST = 1_000
# characters of a text that patterns are searched in: RFC 3418 allows 255, and a pattern's time grows with the text


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a text comes from, and what of it is meant; the notation is explained at the top of the profile file."""

    oid: str = ""
    column: str = ""
    use: str = ""
    join: tuple["Source", ...] = ()
    pattern: str = ""
    text: str = "{0}"
    map: str = ""


class Refinement(Struct, frozen=True, forbid_unknown_fields=True):
    """A class that a pattern in "model sysDescr" tells better than the profile can."""

    pattern: str
    device_class: str = field(name="class")


class Rules(Struct, frozen=True, forbid_unknown_fields=True):
    """Sources of the texts of one class of devices, tried in order."""

    model: tuple[Source, ...] = ()
    serial: tuple[Source, ...] = ()
    version: tuple[Source, ...] = ()
    pages: tuple[Source, ...] = ()


class Profile(Struct, frozen=True, forbid_unknown_fields=True):
    """How to know one family of devices, and where its texts are."""

    name: str
    device_class: str | None = field(default=None, name="class")
    vendor: str | None = None
    object: tuple[str, ...] = ()
    descr: str = ""
    where: tuple[Source, ...] = ()
    model: tuple[Source, ...] = ()
    serial: tuple[Source, ...] = ()
    version: tuple[Source, ...] = ()
    pages: tuple[Source, ...] = ()
    refine: tuple[Refinement, ...] = ()


class Profiles(Struct, frozen=True, forbid_unknown_fields=True):
    """All of the profile file."""

    profile: tuple[Profile, ...] = ()
    defaults: Mapping[str, Rules] = {}
    maps: Mapping[str, Mapping[str, str]] = {}
    vendors: Mapping[str, str] = {}
    ports: PortFilter = PortFilter()


class Identity(Struct, frozen=True, kw_only=True):
    """What a device is; None: it does not tell. vendor: the maker, "maker/brand" when sold under another name."""

    device_class: str | None = None
    vendor: str | None = None
    model: str | None = None
    serial: str | None = None
    version: str | None = None
    pages: int | None = None
    profile: str | None = None


def read_profiles(toml: str) -> Profiles:
    """Return the profiles of a profile file. Raises msgspec.ValidationError with the place of a mistake."""
    return msgspec.toml.decode(toml, type=Profiles)


def identity_oids(profiles: Profiles) -> list[str]:
    """Return the instances to ask for before anything else: with them choose() can decide."""
    oids = [SYS_DESCR, SYS_OBJECT_ID, *(oid for signs in CLASS_SIGNS.values() for oid in signs)]
    for profile in profiles.profile:
        oids += [oid for source in profile.where for oid in _oids(source)]
    return list(dict.fromkeys(oids))


def choose(answers: Answers, profiles: Profiles) -> Profile | None:
    """Return the first profile all of whose conditions hold."""
    return next((profile for profile in profiles.profile if _fits(profile, answers, profiles)), None)


def wanted(profile: Profile | None, profiles: Profiles) -> tuple[list[str], list[str]]:
    """Return (instances, columns) that identify() will look at for a device of this profile."""
    instances, columns = list(NAMED_OIDS.values()), []
    for source in _all_sources(profile, profiles):
        for part in (source, *source.join):
            if part.oid:
                instances.append(part.oid)
            if part.column:
                columns.append(part.column)
            if part.use in ENTITY_FIELDS:
                columns += ENTITY_COLUMNS
    return list(dict.fromkeys(instances)), list(dict.fromkeys(columns))


def identify(answers: Answers, profiles: Profiles) -> Identity:
    """Return what the device is, by its profile, else by its maker's number and the standard MIBs it answers."""
    profile = choose(answers, profiles)
    device_class = profile.device_class if profile else None
    device_class = device_class or next((name for name in CLASS_SIGNS if _shows(answers, name)), None)
    found = {
        what: _first(answers, profiles, _sources(profile, profiles, device_class, what))
        for what in ("model", "serial", "version", "pages")
    }
    subject = f"{found['model'] or ''} {answers.text(SYS_DESCR) or ''}".strip()
    for refinement in profile.refine if profile else ():
        if re.search(refinement.pattern, subject):
            device_class = refinement.device_class
            break
    return Identity(
        device_class=device_class,
        vendor=(profile.vendor if profile else None) or _vendor(answers, profiles),
        model=found["model"],
        serial=found["serial"],
        version=found["version"],
        pages=int(found["pages"]) if found["pages"] and found["pages"].isdecimal() else None,
        profile=profile.name if profile else None,
    )


def _fits(profile: Profile, answers: Answers, profiles: Profiles) -> bool:
    if profile.object:
        name = text_of(answers.value(SYS_OBJECT_ID)) or ""
        if not any(name == prefix or name.startswith(prefix + ".") for prefix in profile.object):
            return False
    if profile.descr and not re.search(profile.descr, answers.text(SYS_DESCR) or ""):
        return False
    return all(value_of(source, answers, profiles) is not None for source in profile.where)


def _shows(answers: Answers, device_class: str) -> bool:
    return any(answers.value(oid) is not None for oid in CLASS_SIGNS[device_class])


def _vendor(answers: Answers, profiles: Profiles) -> str | None:
    name = text_of(answers.value(SYS_OBJECT_ID)) or ""
    if not name.startswith(_ENTERPRISES):
        return None
    return profiles.vendors.get(name.removeprefix(_ENTERPRISES).split(".")[0])


def _sources(profile: Profile | None, profiles: Profiles, device_class: str | None, what: str) -> Iterator[Source]:
    for rules in (profile, profiles.defaults.get(device_class or ""), profiles.defaults.get("any")):
        if rules is not None:
            yield from getattr(rules, what)


def _all_sources(profile: Profile | None, profiles: Profiles) -> Iterator[Source]:
    classes = {profile.device_class} if profile and profile.device_class else set(CLASS_SIGNS)
    for what in ("model", "serial", "version", "pages"):
        for device_class in classes:
            yield from _sources(profile, profiles, device_class, what)


def _first(answers: Answers, profiles: Profiles, sources: Iterator[Source]) -> str | None:
    return next((value for source in sources if (value := value_of(source, answers, profiles)) is not None), None)


def value_of(source: Source, answers: Answers, profiles: Profiles) -> str | None:
    """Return the text a source gives, or None: absent, blank, not fitting, or a word for "nothing" (n/a, none ...)."""
    if source.join:
        parts = [value_of(part, answers, profiles) for part in source.join]
        return source.text.format(*parts) if all(part is not None for part in parts) else None
    for text in _texts(source, answers):
        value = _shaped(source, text)
        if source.map and value is not None:
            value = profiles.maps[source.map].get(value)
        if value and not _NO_VALUE.fullmatch(value):
            return value
    return None


def _texts(source: Source, answers: Answers) -> Sequence[str]:
    if source.column:
        return [text[:_LONGEST] for text in answers.texts(source.column).values()]
    if source.use in ENTITY_FIELDS:
        text = entity_text(answers, source.use)
    else:
        text = answers.text(NAMED_OIDS[source.use] if source.use else source.oid)
    return [] if text is None else [text[:_LONGEST]]


def _shaped(source: Source, text: str) -> str | None:
    if not source.pattern:
        return text
    match = re.search(source.pattern, text)
    if match is None:
        return None
    groups = match.groups(default="") or (match.group(),)
    return source.text.format(*groups).strip()


def _oids(source: Source) -> list[str]:
    return [part.oid for part in (source, *source.join) if part.oid]

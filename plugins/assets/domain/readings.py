"""From a device's answers to a reading: everything an asset page and a monitor want to know of it."""

from collections.abc import Mapping

from msgspec import Struct, field

from plugins.assets.domain.brother import brother_supplies
from plugins.assets.domain.fingerprints import SYS_OBJECT_ID, Profiles, identify
from plugins.assets.domain.hosts import Memory, Processor, Storage, memory, processors, storage
from plugins.assets.domain.interfaces import Port, device_mac, ports
from plugins.assets.domain.power import Ups, ups
from plugins.assets.domain.printers import Alert, alerts, error_state, life_count, printer_status
from plugins.assets.domain.supplies import Supply, supplies
from plugins.assets.domain.varbinds import Answers, Value, count_of, text_of

SYS_UPTIME, SYS_NAME = "1.3.6.1.2.1.1.3.0", "1.3.6.1.2.1.1.5.0"
ENGINE_TIME = "1.3.6.1.6.3.10.2.1.3.0"
SYSTEM_OIDS = (SYS_UPTIME, SYS_NAME, ENGINE_TIME)

_TICKS_WRAP_S = 2**32 // 100


class Reading(Struct, frozen=True, kw_only=True):
    """What one device said at one time. None and empty lists: it did not say; nothing here is guessed.

    uptime_s: since the agent's start. error_state: names of the bits of hrPrinterDetectedErrorState, None when absent.
    profile: the fingerprint that fitted. incomplete: what could not be read to its end, in words.
    """

    device_class: str | None = field(default=None, name="class")
    vendor: str | None = None
    model: str | None = None
    serial: str | None = None
    version: str | None = None
    sys_name: str | None = None
    sys_object_id: str | None = None
    uptime_s: int | None = None
    mac: str | None = None
    pages: int | None = None
    printer_status: str | None = None
    error_state: list[str] | None = None
    ports: list[Port] = []
    supplies: list[Supply] = []
    alerts: list[Alert] = []
    ups: Ups | None = None
    storage: list[Storage] = []
    processors: list[Processor] = []
    memory: Memory | None = None
    profile: str | None = None
    incomplete: list[str] = []


def parse(varbinds: Mapping[str, Value], profiles: Profiles, *, incomplete: list[str] | None = None) -> Reading:
    """Return the reading that follows from a device's answers; varbinds: {OID without leading dot: value}.

    Objects that were not asked for or not answered are simply absent. Never raises on what a device may send.
    """
    answers = Answers(varbinds)
    identity = identify(answers, profiles)
    pages = life_count(answers)
    # computers list the printers they print to in the same table
    own_printer = identity.device_class in {"printer", None}
    return Reading(
        device_class=identity.device_class,
        vendor=identity.vendor,
        model=identity.model,
        serial=identity.serial,
        version=identity.version,
        sys_name=answers.text(SYS_NAME),
        sys_object_id=text_of(answers.value(SYS_OBJECT_ID)),
        uptime_s=_uptime(answers),
        mac=device_mac(answers),
        pages=identity.pages if pages is None else pages,
        printer_status=printer_status(answers) if own_printer else None,
        error_state=error_state(answers) if own_printer else None,
        ports=ports(answers, profiles.ports),
        supplies=supplies(answers) or brother_supplies(answers),
        alerts=alerts(answers),
        ups=ups(answers),
        storage=storage(answers),
        processors=processors(answers),
        memory=memory(answers),
        profile=identity.profile,
        incomplete=incomplete or [],
    )


def _uptime(answers: Answers) -> int | None:
    """Return whole seconds: sysUpTime, or snmpEngineTime once the agent has run longer than sysUpTime can count."""
    ticks, engine = count_of(answers.value(SYS_UPTIME)), count_of(answers.value(ENGINE_TIME))
    if engine is not None and _TICKS_WRAP_S <= engine < 2**31:
        return engine
    return None if ticks is None else ticks // 100

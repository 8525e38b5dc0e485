"""A UPS's state: UPS-MIB (RFC 1628) and the private MIBs of APC, CyberPower, MGE/Eaton, Powerware and Megatec cards."""

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import Struct

from plugins.assets.domain.varbinds import Answers, count_of, number_of

UPS_MIB = "1.3.6.1.2.1.33.1"
APC = "1.3.6.1.4.1.318.1.1.1"
CYBERPOWER = "1.3.6.1.4.1.3808.1.1.1"
MGE = "1.3.6.1.4.1.705.1"
POWERWARE = "1.3.6.1.4.1.534.1"
MEGATEC = "1.3.6.1.4.1.2468.1.2.1.1"
ALARMS = f"{UPS_MIB}.6.2.1.2"


class Ups(Struct, frozen=True, kw_only=True):
    """What a UPS tells of itself; volts, degrees Celsius, percent of full charge and of full load."""

    on_battery: bool | None = None
    output_source: str | None = None
    battery_status: str | None = None
    charge_percent: int | None = None
    minutes_left: int | None = None
    seconds_on_battery: int | None = None
    load_percent: int | None = None
    input_voltage: float | None = None
    output_voltage: float | None = None
    battery_voltage: float | None = None
    temperature_c: float | None = None
    replace_battery: bool | None = None
    alarms: list[str] = []


class _Gauge(NamedTuple):
    """Where a quantity stands (an instance, or a column whose first row counts) and what one unit of it is worth."""

    oid: str
    worth: float = 1


class _State(NamedTuple):
    """Where a state stands and what its numbers mean."""

    oid: str
    names: Mapping[int, str]


_BATTERY = {2: "normal", 3: "low", 4: "depleted"}
_SOURCE = {1: "other", 2: "none", 3: "normal", 4: "bypass", 5: "battery", 6: "booster", 7: "reducer"}
_APC_SOURCE = {
    2: "normal", 3: "battery", 4: "booster", 5: "sleeping", 6: "bypass", 7: "off", 8: "rebooting", 9: "bypass",
    10: "bypass", 11: "sleeping", 12: "reducer", 13: "normal", 14: "normal", 15: "battery", 16: "bypass",
}  # fmt: skip
_CYBERPOWER_SOURCE = {
    2: "normal", 3: "battery", 4: "booster", 5: "sleeping", 6: "off", 7: "rebooting", 8: "normal", 9: "bypass",
    10: "bypass", 11: "reducer",
}  # fmt: skip

_CHARGE = (
    _Gauge(f"{UPS_MIB}.2.4"), _Gauge(f"{APC}.2.3.1.0", 0.1), _Gauge(f"{APC}.2.2.1.0"), _Gauge(f"{CYBERPOWER}.2.2.1.0"),
    _Gauge(f"{MGE}.5.2.0"), _Gauge(f"{POWERWARE}.2.4.0"), _Gauge(f"{MEGATEC}.2.4.0"),
)  # fmt: skip
_MINUTES = (
    _Gauge(f"{UPS_MIB}.2.3"), _Gauge(f"{APC}.2.2.3.0", 1 / 6000), _Gauge(f"{CYBERPOWER}.2.2.4.0", 1 / 6000),
    _Gauge(f"{MGE}.5.1.0", 1 / 60), _Gauge(f"{POWERWARE}.2.1.0", 1 / 60), _Gauge(f"{MEGATEC}.2.3.0"),
)  # fmt: skip
_ON_BATTERY_FOR = (
    _Gauge(f"{UPS_MIB}.2.2"), _Gauge(f"{APC}.2.1.2.0", 0.01), _Gauge(f"{CYBERPOWER}.2.1.2.0", 0.01),
    _Gauge(f"{MEGATEC}.2.2.0"),
)  # fmt: skip
_LOAD = (
    _Gauge(f"{UPS_MIB}.4.4.1.5"), _Gauge(f"{APC}.4.3.3.0", 0.1), _Gauge(f"{APC}.4.2.3.0"),
    _Gauge(f"{CYBERPOWER}.4.2.3.0"), _Gauge(f"{MGE}.7.2.1.4"), _Gauge(f"{POWERWARE}.4.1.0"),
    _Gauge(f"{MEGATEC}.4.4.1.5"),
)  # fmt: skip
_INPUT = (
    _Gauge(f"{UPS_MIB}.3.3.1.3"), _Gauge(f"{APC}.3.3.1.0", 0.1), _Gauge(f"{APC}.3.2.1.0"),
    _Gauge(f"{CYBERPOWER}.3.2.1.0", 0.1), _Gauge(f"{MGE}.6.2.1.2", 0.1), _Gauge(f"{POWERWARE}.3.4.1.2"),
    _Gauge(f"{MEGATEC}.3.3.1.3", 0.1),
)  # fmt: skip
_OUTPUT = (
    _Gauge(f"{UPS_MIB}.4.4.1.2"), _Gauge(f"{APC}.4.3.1.0", 0.1), _Gauge(f"{APC}.4.2.1.0"),
    _Gauge(f"{CYBERPOWER}.4.2.1.0", 0.1), _Gauge(f"{MGE}.7.2.1.2", 0.1), _Gauge(f"{POWERWARE}.4.4.1.2"),
    _Gauge(f"{MEGATEC}.4.4.1.2", 0.1),
)  # fmt: skip
_VOLTAGE = (
    _Gauge(f"{UPS_MIB}.2.5", 0.1), _Gauge(f"{APC}.2.3.4.0", 0.1), _Gauge(f"{APC}.2.2.8.0"),
    _Gauge(f"{MGE}.5.5.0", 0.1), _Gauge(f"{POWERWARE}.2.2.0"), _Gauge(f"{MEGATEC}.2.5.0", 0.1),
)  # fmt: skip
_TEMPERATURE = (
    _Gauge(f"{UPS_MIB}.2.7"), _Gauge(f"{APC}.2.3.2.0", 0.1), _Gauge(f"{APC}.2.2.2.0"),
    _Gauge(f"{CYBERPOWER}.2.2.3.0"), _Gauge(f"{MEGATEC}.2.7.0", 0.1),
)  # fmt: skip
_BATTERY_STATES = (
    _State(f"{UPS_MIB}.2.1", _BATTERY), _State(f"{APC}.2.1.1.0", {2: "normal", 3: "low"}),
    _State(f"{CYBERPOWER}.2.1.1.0", {2: "normal", 3: "low"}), _State(f"{MGE}.5.14.0", {1: "low", 2: "normal"}),
    _State(f"{MEGATEC}.2.1.0", _BATTERY),
)  # fmt: skip
_SOURCES = (
    _State(f"{UPS_MIB}.4.1", _SOURCE), _State(f"{APC}.4.1.1.0", _APC_SOURCE),
    _State(f"{CYBERPOWER}.4.1.1.0", _CYBERPOWER_SOURCE), _State(f"{MGE}.7.3.0", {1: "battery"}),
    _State(f"{MGE}.7.4.0", {1: "bypass", 2: "normal"}), _State(f"{POWERWARE}.4.5.0", _SOURCE),
    _State(f"{MEGATEC}.4.1.0", _SOURCE),
)  # fmt: skip
_REPLACE = (
    _State(f"{APC}.2.2.4.0", {1: "no", 2: "yes"}), _State(f"{CYBERPOWER}.2.2.5.0", {1: "no", 2: "yes"}),
    _State(f"{MGE}.5.11.0", {1: "yes", 2: "no"}),
)  # fmt: skip
_GAUGES = (*_CHARGE, *_MINUTES, *_ON_BATTERY_FOR, *_LOAD, *_INPUT, *_OUTPUT, *_VOLTAGE, *_TEMPERATURE)

UPS_OIDS = tuple(dict.fromkeys(p.oid for p in (*_GAUGES, *_BATTERY_STATES, *_SOURCES, *_REPLACE)))
"""Everything ups() looks at besides ALARMS; those that end in .0 are instances, the others columns."""

_WELL_KNOWN_ALARMS = """
batteryBad onBattery lowBattery depletedBattery tempBad inputBad outputBad outputOverload onBypass bypassBad
outputOffAsRequested upsOffAsRequested chargerFailed upsOutputOff upsSystemOff fanFailure fuseFailure generalFault
diagnosticTestFailed communicationsLost awaitingPower shutdownPending shutdownImminent testInProgress
"""
_ALARM_NAMES = {f"{UPS_MIB}.6.3.{n}": name for n, name in enumerate(_WELL_KNOWN_ALARMS.split(), start=1)}


def ups(answers: Answers) -> Ups | None:
    """Return the UPS's state; None when the device told nothing a UPS tells."""
    source = _state(answers, _SOURCES)
    seconds = _whole(_measured(answers, _ON_BATTERY_FOR))
    state = Ups(
        on_battery=_on_battery(source, seconds),
        output_source=source,
        battery_status=_state(answers, _BATTERY_STATES),
        charge_percent=_percent(_measured(answers, _CHARGE)),
        minutes_left=_whole(_measured(answers, _MINUTES)),
        seconds_on_battery=seconds,
        load_percent=_rounded(_measured(answers, _LOAD)),
        input_voltage=_measured(answers, _INPUT),
        output_voltage=_measured(answers, _OUTPUT),
        battery_voltage=_measured(answers, _VOLTAGE),
        temperature_c=_measured(answers, _TEMPERATURE),
        replace_battery={"yes": True, "no": False}.get(_state(answers, _REPLACE) or ""),
        alarms=_alarms(answers),
    )
    return None if state == Ups() else state


def _on_battery(source: str | None, seconds: int | None) -> bool | None:
    if source is not None:
        return source == "battery"
    return None if seconds is None else seconds > 0


def _measured(answers: Answers, gauges: tuple[_Gauge, ...]) -> float | None:
    for gauge in gauges:
        value = answers.value(gauge.oid)
        cells = (value,) if value is not None else answers.column(gauge.oid).values()
        # RFC 1628 has rows per phase; the first is the one a single-phase UPS has. -1 and NULL mean "cannot tell".
        count = next((count for cell in cells if (count := count_of(cell)) is not None), None)
        if count is not None:
            return round(count * gauge.worth, 1)
    return None


def _state(answers: Answers, states: tuple[_State, ...]) -> str | None:
    for state in states:
        cells = (answers.value(state.oid), *answers.column(state.oid).values())
        names = [state.names.get(number) for cell in cells if (number := number_of(cell)) is not None]
        if names and names[0] is not None:
            return names[0]
    return None


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _rounded(value: float | None) -> int | None:
    return None if value is None else round(value)


def _percent(value: float | None) -> int | None:
    return round(value) if value is not None and value <= 100 else None


def _alarms(answers: Answers) -> list[str]:
    """Return the well-known alarms present (RFC 1628 section 2.6.3); others as the OID the agent names them by."""
    return [_ALARM_NAMES.get(name, name) for name in answers.texts(ALARMS).values()]

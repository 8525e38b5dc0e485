import pytest

from plugins.assets.domain.power import ALARMS, APC, CYBERPOWER, MGE, UPS_MIB, Ups, ups
from plugins.assets.domain.varbinds import Answers, Value


def state(answers: dict[str, Value]) -> Ups:
    found = ups(Answers(answers))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("oid", "number"),
    [(f"{UPS_MIB}.4.1.0", 5), (f"{APC}.4.1.1.0", 3), (f"{CYBERPOWER}.4.1.1.0", 3), (f"{MGE}.7.3.0", 1)],
)
def test_a_power_cut_in_the_words_of_each_maker(oid: str, number: int) -> None:
    found = state({oid: number})
    assert (found.on_battery, found.output_source) == (True, "battery")


def test_seconds_on_battery_tell_it_too() -> None:
    assert state({f"{UPS_MIB}.2.2.0": 40}).on_battery is True
    assert state({f"{UPS_MIB}.2.2.0": 0}).on_battery is False
    assert state({f"{UPS_MIB}.2.4.0": 90}).on_battery is None


def test_units() -> None:
    found = state({f"{APC}.2.3.1.0": 1000, f"{APC}.2.2.3.0": 360_000, f"{APC}.2.1.2.0": 1_500, f"{APC}.4.3.3.0": 169})
    assert (found.charge_percent, found.minutes_left, found.seconds_on_battery, found.load_percent) == (100, 60, 15, 17)
    assert state({f"{MGE}.5.1.0": 2594}).minutes_left == 43


def test_codes_and_nonsense_are_unknown() -> None:
    assert ups(Answers({f"{UPS_MIB}.2.3.0": -1, f"{UPS_MIB}.2.4.0": 255, f"{UPS_MIB}.2.1.0": 9})) is None


def test_instances_without_their_zero() -> None:
    """Some cards answer upsEstimatedChargeRemaining without the .0 of a scalar."""
    assert state({f"{UPS_MIB}.2.4": 88}).charge_percent == 88


def test_alarms_by_name() -> None:
    found = state({f"{ALARMS}.1": f"{UPS_MIB}.6.3.2", f"{ALARMS}.7": "1.3.6.1.4.1.9.9"})
    assert found.alarms == ["onBattery", "1.3.6.1.4.1.9.9"]


def test_no_ups_no_state() -> None:
    assert ups(Answers({"1.3.6.1.2.1.1.1.0": b"printer"})) is None

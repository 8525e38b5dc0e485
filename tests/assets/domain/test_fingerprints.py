"""The profile file as data, and devices that are in no recording."""

import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest

from plugins.assets.domain.entities import CLASS, ENTITY_FIELDS, MODEL, SERIAL, entity_text
from plugins.assets.domain.fingerprints import (
    NAMED_OIDS,
    SYS_DESCR,
    SYS_OBJECT_ID,
    Identity,
    Source,
    identify,
    identity_oids,
    read_profiles,
)
from plugins.assets.domain.varbinds import Answers, Value
from plugins.assets.snmp.profiles import device_profiles

PROFILES = device_profiles()
ENTERPRISES = "1.3.6.1.4.1."
DEVICES = tomllib.loads((Path(__file__).parent / "devices.toml").read_text(encoding="utf-8"))["device"]


def sources() -> Iterator[tuple[str, Source]]:
    for profile in PROFILES.profile:
        for source in (*profile.where, *profile.model, *profile.serial, *profile.version, *profile.pages):
            yield from ((profile.name, part) for part in (source, *source.join))
    for name, rules in PROFILES.defaults.items():
        for source in (*rules.model, *rules.serial, *rules.version, *rules.pages):
            yield from ((name, part) for part in (source, *source.join))


def test_every_source_says_where_from() -> None:
    for name, source in sources():
        places = [source.oid, source.column, source.use, *source.join[:1]]
        assert sum(bool(place) for place in places) == 1, name
        assert source.use in {"", *NAMED_OIDS, *ENTITY_FIELDS}, name
        assert source.map in {"", *PROFILES.maps}, name
        assert all(re.fullmatch(r"1(\.\d+)+", oid) for oid in (source.oid, source.column) if oid), name
        re.compile(source.pattern)


def test_a_text_uses_groups_that_its_pattern_has() -> None:
    for name, source in sources():
        used = {int(number) for number in re.findall(r"\{(\d+)\}", source.text)}
        there = len(source.join) if source.join else max(1, re.compile(source.pattern).groups)
        assert max(used) < there, name


def test_names_are_unique_and_objects_are_enterprises() -> None:
    names = [profile.name for profile in PROFILES.profile]
    assert len(set(names)) == len(names)
    prefixes = [prefix for profile in PROFILES.profile for prefix in profile.object]
    assert all(re.fullmatch(r"1\.3\.6\.1\.(4\.1|2\.1)(\.\d+)+", prefix) for prefix in prefixes)


def test_no_profile_hides_behind_a_more_general_one() -> None:
    """A profile with only an object is never reached when an earlier one takes that object or a part of it above."""
    taken: list[str] = []
    for profile in PROFILES.profile:
        for prefix in profile.object:
            assert not any(prefix == above or prefix.startswith(above + ".") for above in taken), profile.name
        if not profile.descr and not profile.where:
            taken += profile.object


def test_vendors_are_sorted_by_number() -> None:
    numbers = [int(number) for number in PROFILES.vendors]
    assert all(first < second for first, second in pairwise(numbers))


def test_a_mistake_in_the_file_is_named() -> None:
    with pytest.raises(msgspec.ValidationError, match="modle"):
        read_profiles('[[profile]]\nname = "x"\nmodle = []')


def test_the_first_question_is_small() -> None:
    assert len(identity_oids(PROFILES)) <= 20


def seen(object_id: str = "", descr: str = "", **answers: Value) -> Identity:
    varbinds: dict[str, Value] = {oid.replace("_", "."): value for oid, value in answers.items()}
    if object_id:
        varbinds[SYS_OBJECT_ID] = ENTERPRISES + object_id
    if descr:
        varbinds[SYS_DESCR] = descr.encode()
    return identify(Answers(varbinds), PROFILES)


@pytest.mark.parametrize("device", DEVICES, ids=lambda device: device["descr"][:40])
def test_devices_known_by_their_description(device: dict[str, str]) -> None:
    found = seen(device["object"], device["descr"])
    assert (found.device_class, found.vendor) == (device["class"], device["vendor"])
    assert (found.model, found.version) == (device.get("model"), device.get("version"))


def test_a_maker_without_a_profile_is_known_by_its_number() -> None:
    found = seen("664.1.4", "NetVanta")
    assert (found.device_class, found.vendor, found.model) == (None, "Adtran", None)


def test_numbers_are_compared_arc_by_arc() -> None:
    assert seen("3182.1", "").vendor is None


def test_standard_mibs_tell_the_class_of_the_unknown() -> None:
    assert seen(**{"1_3_6_1_2_1_43_10_2_1_4_1_1": 17}).device_class == "printer"
    assert seen(**{"1_3_6_1_2_1_33_1_2_1_0": 2}).device_class == "ups"
    assert seen() == Identity()


@pytest.mark.parametrize("nothing", ["N/A", "none", "Unknown", "---", " ", "Not Specified"])
def test_words_for_nothing_are_nothing(nothing: str) -> None:
    found = seen("367.1.1", "RICOH MP 201", **{"1_3_6_1_2_1_43_5_1_1_17_1": nothing.encode()})
    assert found.serial is None


def test_santak_behind_a_megatec_card() -> None:
    found = seen("2468.1.2.1", "WebPower Smart II Card v5.53 (SN 112)", **{"1_3_6_1_2_1_33_1_1_1_0": b"SANTAK"})
    assert (found.device_class, found.vendor, found.serial, found.version) == ("ups", "Santak", "112", "5.53")


def test_the_serial_is_the_chassis_not_the_power_supply() -> None:
    rows = {
        f"{CLASS}.1": 6, f"{SERIAL}.1": b"PSU1", f"{MODEL}.1": b"PWR-C1",
        f"{CLASS}.5": 3, f"{SERIAL}.5": b"FOC1", f"{MODEL}.5": b"WS-C2960",
    }  # fmt: skip
    answers = Answers(rows)  # type: ignore[arg-type]
    assert (entity_text(answers, "entity.serial"), entity_text(answers, "entity.model")) == ("FOC1", "WS-C2960")
    only_power = Answers({f"{CLASS}.1": 6, f"{SERIAL}.1": b"PSU1"})
    assert entity_text(only_power, "entity.serial") is None


def test_without_classes_the_first_row_is_the_device() -> None:
    assert entity_text(Answers({f"{SERIAL}.1001": b"CAT09", f"{SERIAL}.1002": b"PSU"}), "entity.serial") == "CAT09"


def test_a_description_of_any_length_is_quick() -> None:
    found = seen("11.2.3.7.11.1", "HP Switch " * 6_000)
    assert found.device_class == "switch"

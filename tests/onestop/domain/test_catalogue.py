"""The catalogue is read without guessing, and everything doubtful is reported."""

from collections import Counter
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.contracts.procedures import Fee, Limit
from plugins.onestop.domain.catalogue import fingerprint, read_catalogue
from plugins.onestop.domain.catalogue_faults import Fault
from plugins.onestop.domain.procedures import fee_for, limit_choices

SHIPPED = Path(__file__).parents[3] / "config" / "procedures.yaml"
GOOD = {
    "code": "1.001193",
    "name": "Thủ tục  đăng ký khai sinh",
    "field": "Hộ tịch",
    "time_limit": [{"channel": "all", "value": 5, "unit": "working_day"}],
    "fee": [{"channel": "counter", "amount": 8000, "currency": "VND"}],
    "required_documents": [{"name": "Tờ khai", "originals": 1, "copies": 0}],
    "verified": "source",
}


def kinds(*entries: object) -> list[tuple[int, str]]:
    return [(fault.row, fault.kind) for fault in read_catalogue(entries).faults]


def test_a_good_row_is_read_without_fault() -> None:
    catalogue = read_catalogue([GOOD])
    assert catalogue.faults == ()
    [facts] = catalogue.procedures
    assert facts.name == "Thủ tục đăng ký khai sinh"
    assert facts.limits == (Limit(5, "working_day"),)
    assert facts.fees == (Fee(8000, "counter"),)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"code": "1.1193"}, ["bad_code"]),
        ({"code": 1001193}, ["bad_row"]),
        ({"name": "  "}, ["bad_row"]),
        ({"time_limit": [{"value": "năm", "unit": "working_day"}]}, ["bad_row"]),
        ({"time_limit": None}, ["missing_limit"]),
        ({"time_limit": [{"value": 1, "unit": None}]}, ["unknown_unit"]),
        ({"time_limit": [{"value": 1, "unit": "tuần"}]}, ["unknown_unit"]),
        ({"time_limit": [{"value": 0, "unit": "hour"}]}, ["missing_limit"]),
        (
            {"time_limit": [{"value": 8, "unit": "hour", "channel": "fax"}]},
            ["unknown_channel", "missing_limit"],
        ),
        (
            {"time_limit": [{"value": 5, "unit": "ngày"}, {"value": 15, "unit": "ngày", "channel": "online"}]},
            ["ambiguous_limit"],
        ),
        ({"time_limit_ambiguous": True}, ["ambiguous_limit"]),
        ({"fee": None}, ["missing_fee"]),
        ({"fee": [{"amount": 700}]}, ["implausible_fee"]),
        ({"fee": [{"amount": -5000}]}, ["implausible_fee"]),
        ({"fee": [{"amount": 10, "currency": "USD"}]}, ["foreign_fee"]),
        ({"required_documents": []}, ["missing_documents"]),
        ({"required_documents": [{"name": "Tờ khai"}]}, ["unknown_counts"]),
        ({"clock_rules": ["when the moon is full"]}, ["unknown_rule"]),
        ({"verified": "memory"}, ["unverified"]),
    ],
)
def test_each_doubt_is_reported(change: dict[str, object], expected: list[str]) -> None:
    assert sorted(kind for _, kind in kinds(GOOD | change)) == sorted(expected)


def test_the_same_day_rule_is_a_limit() -> None:
    entry = GOOD | {"time_limit": None, "clock_rules": ["received after 15:00 -> result next working day"]}
    assert kinds(entry) == []


def test_a_code_twice_keeps_the_first_row() -> None:
    catalogue = read_catalogue([GOOD, GOOD | {"name": "Khác"}])
    assert [facts.name for facts in catalogue.procedures] == ["Thủ tục đăng ký khai sinh"]
    assert catalogue.faults == (Fault(2, "1.001193", "code_clash", "1"),)


def test_a_title_shared_by_two_codes_is_reported_at_both() -> None:
    catalogue = read_catalogue([GOOD, GOOD | {"code": "1.001194"}])
    assert len(catalogue.procedures) == 2
    assert catalogue.faults == (
        Fault(1, "1.001193", "shared_title", "1.001194"),
        Fault(2, "1.001194", "shared_title", "1.001193"),
    )


def test_cases_have_codes_of_their_own() -> None:
    cases = [
        {"name": "Cấp lại", "code": "x"},
        {"name": "Cấp mới", "code": "x"},
        {"name": "cap moi"},
        {"name": "Cap moi"},
    ]
    [facts] = read_catalogue([GOOD | {"cases": cases}]).procedures
    assert len({case.code for case in facts.cases}) == 4
    assert facts.cases[0].code == "x"


def test_one_bad_row_does_not_stop_the_others() -> None:
    catalogue = read_catalogue([{"code": 7}, GOOD])  # type: ignore[list-item]
    assert len(catalogue.procedures) == 1


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.dictionaries(st.sampled_from([*GOOD, "level", "notes"]), st.none() | st.text() | st.integers()), max_size=4
    )
)
def test_no_row_can_break_the_reader(entries: list[dict[str, object]]) -> None:
    catalogue = read_catalogue(entries)
    assert len(catalogue.procedures) <= len(entries)
    assert len({facts.code for facts in catalogue.procedures}) == len(catalogue.procedures)


def test_fingerprints_tell_versions_apart() -> None:
    [first] = read_catalogue([GOOD]).procedures
    [same] = read_catalogue([dict(reversed(GOOD.items()))]).procedures
    [other] = read_catalogue([GOOD | {"fee": [{"amount": 9000}]}]).procedures
    assert fingerprint(first) == fingerprint(same) != fingerprint(other)


def test_channels_with_equal_limits_are_one_choice() -> None:
    entry = GOOD | {"time_limit": [{"value": 5, "unit": "ngày", "channel": c} for c in ("online", "counter")]}
    [facts] = read_catalogue([entry]).procedures
    assert limit_choices(facts) == (Limit(5, "calendar_day", "online"),)


@pytest.mark.parametrize(
    ("fees", "amount"),
    [
        ([], None),
        ([Fee(0)], 0),
        ([Fee(7000, "online"), Fee(10000, "counter")], 10000),
        ([Fee(2000, "counter"), Fee(None, "counter")], 2000),
        ([Fee(2000, "counter"), Fee(3000, "counter")], None),
        ([Fee(7000, "online")], None),
    ],
)
def test_the_fee_at_the_counter(fees: list[Fee], amount: int | None) -> None:
    from msgspec.structs import replace

    [facts] = read_catalogue([GOOD]).procedures
    fee = fee_for(replace(facts, fees=tuple(fees)), "counter")
    assert (fee.amount if fee else None) == amount


def test_the_shipped_catalogue_is_read_in_full_and_its_known_faults_are_named() -> None:
    catalogue = read_catalogue(yaml.safe_load(SHIPPED.read_text("utf-8"))["procedures"])
    assert len(catalogue.procedures) == 146
    assert not [fault for fault in catalogue.faults if fault.is_error]
    # Counted by hand against the source: 34 numbers without unit, 27 ambiguous limits, 26 procedures without fee row,
    # of 26 without limit one has the same-day rule, two fees in dollars for missions abroad, one of 700 dong.
    assert Counter(fault.kind for fault in catalogue.faults) == {
        "unknown_unit": 34,
        "ambiguous_limit": 27,
        "missing_fee": 26,
        "missing_limit": 25,
        "unknown_counts": 8,
        "missing_documents": 3,
        "unverified": 3,
        "foreign_fee": 2,
        "implausible_fee": 1,
    }

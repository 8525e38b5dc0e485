"""Whatever a source says: the same again is the same version, and what makes another version shows as a difference."""

from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.contracts.procedures import Facts, Texts
from plugins.onestop.catalogue.domain.comparison import differences
from plugins.onestop.domain.catalogue import Published, fingerprint, read_catalogue

WORDS = st.sampled_from(["", "Cấp mới", "Cấp lại", "Đối với trường hợp bị mất", "Tờ khai"])
NAMES = st.sampled_from(["Cấp mới", "Cấp lại", "Đối với trường hợp bị mất", "Tờ khai"])
COUNTS = st.none() | st.integers(0, 3)
CHANNELS = st.sampled_from(["all", "counter", "online", "post"])
KINDS = st.sampled_from(["", "phi", "le_phi"])
LIMITS = st.fixed_dictionaries(
    {
        "value": COUNTS,
        "unit": st.sampled_from([None, "hour", "ngày", "ngày làm việc"]),
        "channel": CHANNELS,
        "case": WORDS,
    }
)
FEES = st.fixed_dictionaries(
    {"amount": st.sampled_from([None, 0, 5_000, 8_000]), "channel": CHANNELS, "kind": KINDS, "case": WORDS},
    optional={
        "note": WORDS,
        "indicative": st.booleans(),
        "since": st.just("2026-01-01"),
        "until": st.sampled_from(["2026-06-30", "2026-12-31"]),
    },
)
PAPERS = st.fixed_dictionaries(
    {"name": NAMES, "originals": COUNTS, "copies": COUNTS, "case": WORDS},
    optional={"forms": st.lists(NAMES, max_size=2)},
)
ROWS = st.fixed_dictionaries(
    {"code": st.just("1.000001"), "name": NAMES, "field": NAMES},
    optional={
        "time_limit": st.lists(LIMITS, max_size=3),
        "fee": st.lists(FEES, max_size=3),
        "required_documents": st.lists(PAPERS, max_size=3),
        "cases": st.lists(st.fixed_dictionaries({"name": NAMES}, optional={"workflow": WORDS}), max_size=3),
        "exemptions": st.lists(st.fixed_dictionaries({"name": NAMES, "percent": st.integers(0, 120), "kind": KINDS})),
        "forms": st.lists(st.fixed_dictionaries({"name": NAMES}), max_size=2),
        "level": st.lists(NAMES, max_size=2),
        "legal_basis": st.lists(NAMES, max_size=2),
        "result": st.lists(st.fixed_dictionaries({"name": NAMES, "code": WORDS}), max_size=2),
        "verified": st.sampled_from([None, "source", "memory"]),
        "agency": WORDS,
        "steps": WORDS,
        "conditions": WORDS,
    },
)
relaxed = settings(suppress_health_check=[HealthCheck.too_slow], max_examples=200)


def read(row: dict[str, Any]) -> Published:
    [published] = read_catalogue([row]).published
    return published


@relaxed
@given(ROWS, st.randoms())
def test_the_order_of_the_words_makes_no_version(row: dict[str, Any], chance: Any) -> None:
    first, names = read(row), list(row)
    chance.shuffle(names)
    again = read({name: row[name] for name in names})
    assert fingerprint(first.facts, first.texts) == fingerprint(again.facts, again.texts)


@relaxed
@given(ROWS)
def test_a_version_comes_back_from_the_database_as_it_was(row: dict[str, Any]) -> None:
    published = read(row)
    facts = msgspec.json.decode(msgspec.json.encode(published.facts), type=Facts)
    texts = msgspec.json.decode(msgspec.json.encode(published.texts), type=Texts)
    assert (facts, texts) == (published.facts, published.texts)
    assert fingerprint(facts, texts) == fingerprint(published.facts, published.texts)


@relaxed
@given(ROWS, ROWS)
def test_what_makes_another_version_shows_as_a_difference(one: dict[str, Any], other: dict[str, Any]) -> None:
    first, second = read(one), read(other)
    another = fingerprint(first.facts, first.texts) != fingerprint(second.facts, second.texts)
    assert bool(differences(first.facts, second.facts, first.texts, second.texts)) is another


@relaxed
@given(ROWS)
def test_every_case_of_a_paper_is_a_case_of_the_procedure(row: dict[str, Any]) -> None:
    facts = read(row).facts
    names = {case.name for case in facts.cases}
    assert all(paper.case in {"", *names} for paper in facts.papers)
    assert not any(paper.case and paper.group for paper in facts.papers)
    assert len({case.code for case in facts.cases}) == len(facts.cases)
    assert len({item.code for item in facts.exemptions}) == len(facts.exemptions)

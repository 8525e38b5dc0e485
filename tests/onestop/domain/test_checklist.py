"""The matrix of papers: what is asked for beside what was handed in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.contracts.procedures import Paper
from plugins.onestop.domain.checklist import Handed, HandedFault, as_required, faults, matrix

FORM = Paper("Tờ khai", originals=1, copies=0)
COPY = Paper("Sổ hộ khẩu", originals=0, copies=2)
VAGUE = Paper("Giấy tờ khác")


@pytest.mark.parametrize(
    ("paper", "handed", "standing"),
    [
        (FORM, Handed(paper=1), "absent"),
        (FORM, Handed(paper=1, originals=1), "complete"),
        (FORM, Handed(paper=1, photocopies=1), "short"),
        (COPY, Handed(paper=1, certified=1), "short"),
        (COPY, Handed(paper=1, certified=1, photocopies=1), "complete"),
        (COPY, Handed(paper=1, originals=2), "complete"),
        (VAGUE, Handed(paper=1, photocopies=1), "complete"),
        (VAGUE, Handed(paper=1), "absent"),
    ],
)
def test_standing_of_a_line(paper: Paper, handed: Handed, standing: str) -> None:
    assert [line.standing for line in matrix([paper], [handed])] == [standing]


@pytest.mark.parametrize(("paper", "counts"), [(FORM, (1, 0)), (COPY, (0, 2)), (VAGUE, (1, 0))])
def test_a_tick_without_counts_is_what_is_asked_for(paper: Paper, counts: tuple[int, int]) -> None:
    assert as_required(paper) == counts


def test_other_papers_follow_the_procedures_list() -> None:
    lines = matrix([FORM, COPY], [Handed("Đơn xin xác nhận ", originals=1), Handed(paper=2, photocopies=2)])
    assert [(line.name, line.standing) for line in lines] == [
        ("Tờ khai", "absent"),
        ("Sổ hộ khẩu", "complete"),
        ("Đơn xin xác nhận", "extra"),
    ]


@pytest.mark.parametrize(
    ("handed", "expected"),
    [
        ([], [HandedFault(-1, "nothing_handed_in")]),
        ([Handed(paper=1)], [HandedFault(-1, "nothing_handed_in")]),
        ([Handed(paper=1, originals=-1), Handed(paper=2, originals=1)], [HandedFault(0, "negative")]),
        ([Handed(paper=1, originals=100)], [HandedFault(0, "too_many")]),
        ([Handed(paper=3, originals=1)], [HandedFault(0, "unknown_paper")]),
        ([Handed(paper=1, originals=1), Handed(paper=1, certified=1)], [HandedFault(1, "twice")]),
        ([Handed(" ", originals=1)], [HandedFault(0, "no_name")]),
        ([Handed("x" * 501, originals=1)], [HandedFault(0, "long_name")]),
        ([Handed(paper=1, originals=1), Handed("Ảnh 3x4", photocopies=99)], []),
    ],
)
def test_faults(handed: list[Handed], expected: list[HandedFault]) -> None:
    assert list(faults([FORM, COPY], handed)) == expected


counts = st.integers(0, 3)
lines = st.builds(Handed, originals=counts, certified=counts, photocopies=counts, paper=st.just(1))


@given(lines, lines)
def test_more_papers_never_make_a_line_worse(less: Handed, extra: Handed) -> None:
    order = {"absent": 0, "short": 1, "complete": 2}
    more = Handed(
        paper=1,
        originals=less.originals + extra.originals,
        certified=less.certified + extra.certified,
        photocopies=less.photocopies + extra.photocopies,
    )
    paper = Paper("Sổ", originals=1, copies=2)
    [before], [after] = matrix([paper], [less]), matrix([paper], [more])
    assert order[after.standing] >= order[before.standing]

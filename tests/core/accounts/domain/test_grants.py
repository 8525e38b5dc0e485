from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.accounts.domain.grants import grants
from core.contracts.offices import Unit
from core.offices.domain.tree import Tree

DAY = date(2017, 11, 22)
ROLES = ("clerk", "leader", "admin")
PERMISSIONS = ("read", "write", "sign")


def unit(number: int, parent: int | None) -> Unit:
    return Unit(
        id=number,
        code=f"u{number}",
        kind="department",
        name=f"U{number}",
        short_name=f"U{number}",
        agency="",
        parent_id=parent,
        valid_from=date(2000, 1, 1),
        valid_to=None,
    )


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    size = draw(st.integers(1, 12))
    return Tree([unit(n, draw(st.integers(1, n - 1)) if n > 1 else None) for n in range(1, size + 1)])


MATRICES = st.dictionaries(st.sampled_from(ROLES), st.frozensets(st.sampled_from(PERMISSIONS)))


@given(trees(), MATRICES, st.data())
def test_a_permission_holds_exactly_at_and_below_the_units_of_roles_that_have_it(tree, matrix, data) -> None:
    ids = [u.id for u in tree]
    holdings = data.draw(st.lists(st.tuples(st.sampled_from((*ROLES, "unknown")), st.sampled_from(ids)), max_size=5))
    found = grants(holdings, matrix, tree)
    for permission in PERMISSIONS:
        for unit_id in ids:
            above = {u.id for u in tree.path(unit_id)}
            expected = any(permission in matrix.get(role, ()) and where in above for role, where in holdings)
            assert (unit_id in found.get(permission, ())) is expected


def test_without_roles_nothing_is_allowed() -> None:
    assert grants([], {"admin": frozenset(PERMISSIONS)}, Tree([unit(1, None)])) == {}

"""The national status set of a dossier (1 to 10), derived for every state of every workflow.

1 newly filed, 2 accepted, 3 not accepted, 4 in process, 5 supplement requested, 6 financial obligation, 7 withdrawal
asked for, 8 stopped, 9 processed, 10 result returned. Source: the set used by the provinces' systems.
"""

from collections.abc import Mapping
from typing import Final

from core.text.i18n import lazy
from plugins.onestop.domain.workflow import State, Workflow

NATIONAL: Final[Mapping[int, object]] = {
    1: lazy("Mới đăng ký"),
    2: lazy("Được tiếp nhận"),
    3: lazy("Không được tiếp nhận"),
    4: lazy("Đang xử lý"),
    5: lazy("Yêu cầu bổ sung giấy tờ"),
    6: lazy("Yêu cầu thực hiện nghĩa vụ tài chính"),
    7: lazy("Công dân yêu cầu rút hồ sơ"),
    8: lazy("Dừng xử lý"),
    9: lazy("Đã xử lý xong"),
    10: lazy("Đã trả kết quả"),
}


def national_status(workflow: Workflow, state: State) -> int:
    """Return the national code of a state: its own, else what its place in the workflow says."""
    if state.national in NATIONAL:
        return state.national
    if state.final:
        return _ended(workflow, state)
    if state.settles:
        return 9
    if state.clock == "paused" and state.holder == "citizen":
        return 5
    return 2 if state == workflow.states[0] else 4


def _ended(workflow: Workflow, state: State) -> int:
    """A refusal settles as it ends; a result was there before it was handed over; everything else was stopped."""
    if state.settles:
        return 3
    before = [found for source, target in workflow.edges() if target == state.code and (found := workflow.find(source))]
    return 10 if any(found.settles for found in before) else 8

"""A catalogue that lives: a procedure with a new version, one with a version to come, a file waiting to be imported.

What is changed here is made up for the demonstration and marked as not verified.
"""

import copy
from datetime import timedelta
from typing import Any, Final

import yaml

from core.acting import system_act
from core.clock import VIETNAM
from core.contributions import DemoContext
from core.settings import config_folder
from plugins.onestop.catalogue.commands import upload
from plugins.onestop.commands.importing import import_procedures

NOTE: Final = "Số liệu trình diễn, chưa kiểm chứng"
EXEMPT: Final = (
    {"name": "Người thuộc gia đình có công với cách mạng", "kind": "le_phi"},
    {"name": "Người thuộc hộ nghèo", "kind": "le_phi"},
    {"name": "Người khuyết tật", "kind": "le_phi"},
)
REMARRIAGE: Final = "1.004746"
RESIDENCE: Final = "1.004222"
HOUSEHOLD: Final = "1.001612"


async def load_versions(context: DemoContext) -> None:
    """Give some procedures of the shipped catalogue another version, and leave a file to be imported by hand."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = yaml.load((config_folder() / "procedures.yaml").read_text("utf-8"), loader)  # noqa: S506 -- a safe one
    rows: dict[str, dict[str, Any]] = {row["code"]: copy.deepcopy(row) for row in content["procedures"]}
    today = context.at.astimezone(VIETNAM).date()
    act = system_act(context.at)
    await import_procedures([_remarriage(rows[REMARRIAGE])], content["fields"], act, effective_from=today)
    later = today + timedelta(days=14)
    await import_procedures([_residence(rows[RESIDENCE])], content["fields"], act, effective_from=later)
    await upload("danh-muc-bo-sung.csv", _file(rows[HOUSEHOLD]).encode(), later, act)


def _remarriage(row: dict[str, Any]) -> dict[str, Any]:
    """Return the procedure with a case for those who registered elsewhere, a charge and who is exempt from it."""
    elsewhere = "Trường hợp đăng ký kết hôn trước đây ở nơi khác"
    papers = row.get("required_documents") or []
    return row | {
        "time_limit": [
            {"channel": "all", "value": 5, "unit": "working_day"},
            {"channel": "all", "value": 25, "unit": "working_day", "case": elsewhere},
        ],
        "cases": [{"name": "Trường hợp đã đăng ký kết hôn tại đây"}, {"name": elsewhere}],
        "required_documents": [
            *papers,
            {"name": "Văn bản xác nhận của nơi đã đăng ký", "originals": 1, "copies": 0, "case": elsewhere},
        ],
        "fee": [{"channel": "all", "amount": 30_000, "kind": "le_phi"}],
        "exemptions": list(EXEMPT),
        "notes": [NOTE],
        "verified": "memory",
    }


def _residence(row: dict[str, Any]) -> dict[str, Any]:
    """Return the procedure as it will hold: fewer days, and a lower charge online until the end of the year."""
    return row | {
        "time_limit": [{"channel": "all", "value": 5, "unit": "working_day"}],
        "exemptions": list(EXEMPT),
        "notes": [NOTE],
        "verified": "memory",
    }


def _file(row: dict[str, Any]) -> str:
    """Return a CSV file with one procedure in two cases, as a clerk would write it."""
    head = "Mã;Tên;Lĩnh vực;Trường hợp;Thời hạn;Lệ phí;Miễn giảm;Thành phần hồ sơ"
    papers = '"Giấy đề nghị (1 bản chính)\nBản sao giấy tờ pháp lý (0 bản chính, 1 bản sao)"'
    whose = f"{row['code']};{row['name']};{row['field']}"
    lines = (
        f"{whose};Thành lập mới;03 ngày làm việc;100.000 đồng;Người khuyết tật;{papers}",
        f"{whose};Cấp lại;02;miễn phí;;Giấy đề nghị cấp lại (1 bản chính)",
    )
    return "\n".join((head, *lines)) + "\n"

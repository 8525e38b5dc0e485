"""The inbox of filings from home: what has to be answered first stands on top."""

from typing import Final

from core.contracts.online import FILING_STATES
from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView
from plugins.onestop.access import VIEW
from plugins.onestop.online.wording import TAGS

_ZONE: Final = "AT TIME ZONE 'Asia/Ho_Chi_Minh'"
WAITING: Final = "f.state = 'filed'"
LATE: Final = f"{WAITING} AND f.answer_due_at < {{now}}"
# What waits for an answer comes first, the most urgent on top; a filing without a rule waits behind those with one.
_URGENCY: Final = f"CASE WHEN {WAITING} THEN coalesce(f.answer_due_at, 'infinity') END"
_LEFT: Final = f"CASE WHEN {WAITING} THEN (f.answer_due_at {_ZONE})::date - ({{now}} {_ZONE})::date END"

INBOX: Final = ListView(
    name="onestop.online",
    title=lazy("Hồ sơ nộp từ xa"),
    path="/staff/online",
    permission=VIEW,
    source="onestop.onestop_filing f",
    key="f.number",
    href="/staff/online/{key}",
    scope="f.unit_id = ANY({p}::bigint[])",
    where="f.state <> 'draft'",
    search="f.applicant_key LIKE {p} OR lower(f.number) LIKE {p} OR lower(f.dossier_code) LIKE {p}",
    order="due",
    columns=(
        Column("number", lazy("Số hồ sơ nộp từ xa"), "f.number", kind="code", sort="f.id"),
        Column("due", lazy("Trả lời trước"), f"CASE WHEN {WAITING} THEN f.answer_due_at END", "datetime", _URGENCY),
        Column("left", lazy("Còn lại"), _LEFT, kind="days"),
        Column("procedure", lazy("Thủ tục"), "f.procedure_name", sort="f.procedure_name"),
        Column("applicant", lazy("Chủ hồ sơ"), "f.applicant", sort="f.applicant_key"),
        Column("state", lazy("Tình trạng"), "f.state", kind="tag", tags=TAGS, sort="f.state"),
        Column("round", lazy("Lần nộp"), "f.round", kind="number", sort="f.round"),
        Column("filed", lazy("Nộp lúc"), "f.filed_at", kind="datetime", sort="f.filed_at", visible=False),
        Column("unit", lazy("Nơi tiếp nhận"), "f.unit_name", visible=False),
        Column("dossier", lazy("Mã hồ sơ"), "f.dossier_code", kind="code", visible=False),
        Column("by", lazy("Người trả lời"), "f.answered_by_name", visible=False),
    ),
    filters=(
        Filter(
            "state",
            lazy("Tình trạng"),
            "f.state = ANY({p})",
            kind="multi",
            choices=tuple(Choice(code, label) for code, label in FILING_STATES.items() if code != "draft"),
        ),
        Filter("late", lazy("Quá giờ trả lời"), LATE, kind="flag"),
        Filter("again", lazy("Nộp lại sau bổ sung"), "f.round > 1", kind="flag"),
    ),
    empty=(
        lazy("Chưa có hồ sơ nào nộp từ xa"),
        lazy("Hồ sơ người dân nộp ở nhà sẽ hiện ở đây, hồ sơ phải trả lời sớm nhất ở trên."),
    ),
    page_size=25,
    template="onestop/online/inbox.html",
)

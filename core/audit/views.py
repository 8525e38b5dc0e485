from core.text.i18n import lazy
from core.web.lists import Column, Filter, ListView

LOG = ListView(
    name="audit.log",
    title=lazy("Nhật ký"),
    path="/staff/audit",
    permission="audit.read",
    source="audit.audit_entry e LEFT JOIN audit.audit_seal s ON s.entry_id = e.id",
    key="e.id",
    scope="(e.unit_id IS NULL OR e.unit_id = ANY({p}))",
    search="(e.who ILIKE {p} OR e.subject_id ILIKE {p} OR e.action ILIKE {p})",
    order="-at",
    columns=(
        Column("at", lazy("Lúc"), "e.at", kind="datetime", sort="e.at"),
        Column("who", lazy("Ai"), "e.who", sort="e.who"),
        Column("action", lazy("Việc"), "e.action", kind="code", sort="e.action"),
        Column("subject", lazy("Đối tượng"), "e.subject"),
        Column("subject_id", lazy("Mã đối tượng"), "e.subject_id", kind="code"),
        Column("after", lazy("Giá trị mới"), "left(e.after::text, 120)"),
        Column("before", lazy("Giá trị cũ"), "left(e.before::text, 120)", visible=False),
        Column("address", lazy("Từ địa chỉ"), "e.address", visible=False),
        Column("request_id", lazy("Mã yêu cầu"), "e.request_id", kind="code", visible=False),
        Column("seal", lazy("Số niêm phong"), "s.seq", kind="number"),
    ),
    filters=(
        Filter("action", lazy("Việc"), "e.action LIKE {p} || '%'", kind="text"),
        Filter("from", lazy("Từ ngày"), "e.at >= {p}", kind="date"),
        Filter("to", lazy("Đến ngày"), "e.at < {p}::timestamptz + interval '1 day'", kind="date"),
    ),
    empty=(lazy("Nhật ký còn trống"), lazy("Mỗi việc làm trong hệ thống sẽ hiện ở đây.")),
)

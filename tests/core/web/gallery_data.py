"""Sample content of the gallery: a plausible morning at a one-stop desk, the same every time."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace as Row
from typing import Any

from markupsafe import Markup

from core.errors import Problem
from core.text import formats
from core.web.lists.rows import cell_opening, draw_row

NOW = datetime(2026, 11, 23, 2, 15, tzinfo=UTC)


class Form(Row):
    """What the form macros ask of core.web.forms.Form."""

    def errors(self) -> dict[str, str]:
        return {problem.field or "": problem.message for problem in self.problems}


def nav(current: str) -> list[Row]:
    lines = [
        ("Bàn làm việc", "/staff", "home", ""),
        ("Tiếp nhận", "/staff/receive", "file-plus", "Một cửa"),
        ("Hồ sơ", "/staff/dossiers", "files", "Một cửa"),
        ("Trả kết quả", "/staff/results", "file-check", "Một cửa"),
        ("Thiết bị", "/staff/assets", "device-laptop", "Thiết bị"),
        ("Giám sát mạng", "/staff/monitoring", "activity", "Thiết bị"),
        ("Kiểm kê", "/staff/stocktake", "barcode", "Thiết bị"),
        ("Lịch họp", "/staff/meetings", "calendar-event", "Phòng họp"),
        ("Nhật ký", "/staff/audit", "history", "Hệ thống"),
        ("Cơ quan và tài khoản", "/staff/offices", "sitemap", "Hệ thống"),
    ]
    return [Row(title=t, path=p, icon=i, section=s, current=p == current) for t, p, i, s in lines]


def public_nav(current: str) -> list[Row]:
    lines = [
        ("Thủ tục", "/thu-tuc"),
        ("Tra cứu hồ sơ", "/tra-cuu"),
        ("Số liệu", "/so-lieu"),
        ("Phản ánh hiện trường", "/phan-anh"),
    ]
    return [Row(title=t, path=p, current=p == current) for t, p in lines]


PROCEDURES = (
    "Đăng ký biến động đất đai",
    "Đăng ký khai sinh",
    "Chứng thực bản sao",
    "Cấp phép xây dựng",
    "Hộ kinh doanh",
)
PEOPLE = ("Nguyễn Thị Hồng Ánh", "Trần Văn Đức", "Lê Hoàng Ân", "Phạm Thị Mỹ Dung", "Võ Thành Em", "Đặng Ngọc Ấn")
STATES = (
    ("Đang xử lý", "info"),
    ("Chờ bổ sung", "warning"),
    ("Trễ hạn", "bad"),
    ("Đã trả", "good"),
    ("Mới nhận", "neutral"),
)


HEADS = [
    ("code", "Số hồ sơ"),
    ("person", "Người nộp"),
    ("procedure", "Thủ tục"),
    ("state", "Trạng thái"),
    ("received", "Tiếp nhận"),
    ("due", "Hạn"),
    ("unit", "Nơi xử lý"),
    ("fee", "Lệ phí"),
]
ALIGNED = {"fee": "end"}


class DrawnRow(Row):
    """A row with its parts, for pages that draw it in their own way; as HTML it is the whole row."""

    def __html__(self) -> str:
        return str(self.html)


def dossier_rows(count: int = 20) -> list[Row]:
    rows = []
    for n in range(count):
        words, tone = STATES[n * 7 % 5]
        due = -2 if tone == "bad" else n % 9
        code = f"0412600{4183 + n * 3:06d}"
        cells = (
            Markup('<span class="code">{}</span>').format(code),
            Markup(PEOPLE[n % 6]),
            Markup(PROCEDURES[n % 5]),
            Markup('<span class="tag tag-{}">{}</span>').format(tone, words),
            Markup("{}").format(f"{8 + n % 9:02d}:{n * 7 % 60:02d} 2{n % 4}/11/2026"),
            Markup('<span class="days days-bad">trễ 2 ngày</span>')
            if due < 0
            else Markup(f'<span class="days">còn {due} ngày</span>'),
            Markup(("Văn phòng Đăng ký đất đai", "Tư pháp – Hộ tịch", "Kinh tế – Hạ tầng")[n % 3]),
            Markup(formats.format_money(50_000 * (n % 4))),
        )
        href = f"/staff/dossiers/{code}"
        openings = [cell_opening(title, ALIGNED.get(key, "start")) for key, title in HEADS[1:]]
        rows.append(DrawnRow(key=code, href=href, cells=cells, html=draw_row(code, href, cells, openings, "Chọn")))
    return rows


def dossier_list(**changes: Any) -> Row:
    columns = [
        Row(
            key=k,
            title=t,
            kind="text",
            align=ALIGNED.get(k, "start"),
            sortable=k != "person",
            visible=True,
            direction="ascending" if k == "due" else "",
            address=f"/staff/dossiers?sort={k}",
        )
        for k, t in HEADS
    ]
    columns.append(
        Row(
            key="phone",
            title="Điện thoại",
            kind="text",
            align="start",
            sortable=False,
            visible=False,
            direction="",
            address="",
        )
    )
    view = Row(
        name="onestop.dossiers",
        title="Hồ sơ",
        path="/staff/dossiers",
        columns=columns,
        rows=dossier_rows(),
        filters=[
            Row(
                key="state",
                title="Trạng thái",
                kind="multi",
                choices=tuple((str(n), s[0]) for n, s in enumerate(STATES)),
                value=["0"],
            ),
            Row(key="unit", title="Nơi xử lý", kind="choice", choices=(("1", "Tư pháp – Hộ tịch"),), value=""),
            Row(key="from", title="Nhận từ ngày", kind="date", choices=(), value=""),
            Row(key="late", title="Chỉ hồ sơ trễ hạn", kind="flag", choices=(), value=""),
        ],
        chips=[
            Row(title="Trạng thái", value="Đang xử lý", remove="/staff/dossiers"),
            Row(title="Nơi xử lý", value="Tư pháp – Hộ tịch", remove="/staff/dossiers"),
        ],
        search="",
        searchable=True,
        sort="due",
        page=3,
        pages=15,
        total=287,
        total_text="287 dòng",
        page_size=20,
        exports=[
            Row(title="CSV", path="/staff/dossiers?format=csv"),
            Row(title="XLSX", path="/staff/dossiers?format=xlsx"),
        ],
        bulk_actions=[
            Row(key="hand", title="Giao cho chuyên viên", path="/staff/dossiers/hand", danger=False),
            Row(key="close", title="Kết thúc", path="/staff/dossiers/close", danger=True),
        ],
        saved_views=[
            Row(name="Sắp trễ của tôi", path="/staff/dossiers?late=1", current=False),
            Row(name="Đất đai tuần này", path="/staff/dossiers?p=1", current=True),
        ],
        density="compact",
        create=("Tiếp nhận hồ sơ", "/staff/receive"),
        empty_title="Chưa có hồ sơ nào",
        empty_hint="Hồ sơ xuất hiện ở đây ngay khi bộ phận một cửa tiếp nhận.",
        narrowed=True,
        reset="/staff/dossiers",
        problems=(),
        query=lambda **q: "/staff/dossiers?" + "&".join(f"{k}={v}" for k, v in q.items()),
    )
    view.__dict__.update(changes)
    return view


def refused_form() -> Form:
    return Form(
        raw={
            "name": "Nguyễn Thị Hồng Ánh",
            "identity": "0791",
            "procedure": "2",
            "channel": "desk",
            "documents": ["a"],
            "note": "Nộp thay con",
            "agree": "",
        },
        problems=[
            Problem("Số định danh: cần đủ 12 chữ số.", "identity"),
            Problem("Chưa điền: Số điện thoại.", "phone"),
        ],
        key="6d1f0a",
    )


def context(page: str, query: str) -> dict[str, Any]:
    staff = page.startswith("staff")
    person = Row(display_name="Lê Thị Kim Ngân", username="ngan") if staff else None
    paths = {
        "staff_list": "/staff/dossiers",
        "staff_empty": "/staff/dossiers",
        "staff_form": "/staff/receive",
        "staff_desk": "/staff",
    }
    shared = {
        "lang": "vi",
        "principal": person,
        "nav": nav(paths.get(page, "")) if staff else [],
        "csrf_token": "t0k3n" if staff else "",
        "path": f"/{page}",
        "request_id": "5f0c1d3e9ab24c77",
        "alternate_path": f"/en/{page}",
        "now": NOW,
        "timedelta": timedelta,
        "flashes": [],
        "public_nav": public_nav("/thu-tuc" if page == "public_procedure" else "/tra-cuu" if "result" in page else ""),
    }
    if "refused" in query:
        shared["form"] = refused_form()
    else:
        shared["form"] = None
    shared["view"] = dossier_list()
    if "empty" in page:
        narrowed = "narrowed" in query
        shared["view"] = dossier_list(
            rows=[], total=0, narrowed=narrowed, chips=shared["view"].chips if narrowed else [], saved_views=[]
        )
    shared["error"] = Row(status=404, title="Không tìm thấy trang hoặc hồ sơ này", problems=(), retry_after=None)
    return shared

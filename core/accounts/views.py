from core.text.i18n import lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag

_STATE = """CASE WHEN a.disabled_at IS NOT NULL OR p.left_on IS NOT NULL THEN 'closed'
    WHEN a.password_hash IS NULL THEN 'invited' WHEN a.totp_secret IS NULL THEN 'half' ELSE 'open' END"""
STATES = {
    "open": Tag(lazy("Đang dùng"), "good"),
    "half": Tag(lazy("Chưa cài mã"), "warning"),
    "invited": Tag(lazy("Chờ nhận lời mời"), "info"),
    "closed": Tag(lazy("Đã khóa"), "bad"),
}
_LAST_SEEN = """(SELECT max(l.last_seen_at) FROM accounts.accounts_login l
    WHERE l.account_id = a.id AND l.stage = 'full')"""

ACCOUNTS = ListView(
    name="accounts.accounts",
    title=lazy("Tài khoản"),
    path="/staff/accounts",
    permission="accounts.manage",
    source="""accounts.accounts_account a JOIN offices.offices_person p ON p.id = a.person_id
              JOIN offices.offices_unit u ON u.id = p.unit_id""",
    key="a.id",
    href="/staff/accounts/{key}",
    scope="p.unit_id = ANY({p})",
    search="(p.search_key LIKE {p} OR a.username LIKE {p})",
    order="name",
    columns=(
        Column("name", lazy("Họ và tên"), "p.full_name", sort='p.sort_key COLLATE "C"'),
        Column("username", lazy("Tên đăng nhập"), "a.username", kind="code", sort="a.username"),
        Column("unit", lazy("Đơn vị"), "u.name", sort="u.position"),
        Column("title", lazy("Chức danh"), "p.title", visible=False),
        Column("state", lazy("Tình trạng"), _STATE, kind="tag", tags=STATES),
        Column("seen", lazy("Dùng lần cuối"), _LAST_SEEN, kind="datetime", sort=_LAST_SEEN),
    ),
    filters=(
        Filter(
            "state",
            lazy("Tình trạng"),
            f"{_STATE} = ANY({{p}})",
            kind="multi",
            choices=[Choice(value, tag.label) for value, tag in STATES.items()],
        ),
    ),
    create=(lazy("Mời người mới"), "/staff/accounts/new", "accounts.manage"),
    empty=(lazy("Chưa có tài khoản nào"), lazy("Tài khoản của những người trong đơn vị bạn quản lý sẽ hiện ở đây.")),
)

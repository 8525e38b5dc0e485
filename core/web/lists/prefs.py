"""What a reader chose for a list: columns, density, saved questions; kept per account."""

import msgspec

from core import db
from core.acting import Principal
from core.errors import Refused
from core.text.i18n import gettext as _
from core.web.lists.draw import SavedView

DENSITIES = ("compact", "normal", "roomy")
MAX_SAVED = 30


class Prefs(msgspec.Struct, frozen=True):
    """A reader's choices for one list. views: (name, query string) pairs."""

    columns: tuple[str, ...] = ()
    density: str = "compact"
    views: tuple[tuple[str, str], ...] = ()

    def saved(self, path: str, current: str) -> list[SavedView]:
        """Return the saved questions as addresses; the one that is open now is marked."""
        return [SavedView(name, f"{path}?{query}", f"{path}?{query}" == current) for name, query in self.views]


async def load_prefs(principal: Principal, name: str) -> Prefs:
    """Return the reader's choices; defaults when there are none."""
    if principal.account_id is None:
        return Prefs()
    stored = await db.value(
        "SELECT prefs FROM core.core_list_prefs WHERE account_id = $1 AND list = $2", principal.account_id, name
    )
    return msgspec.json.decode(stored, type=Prefs) if stored else Prefs()


async def save_prefs(
    principal: Principal,
    name: str,
    *,
    columns: tuple[str, ...] | None = None,
    density: str | None = None,
    save: tuple[str, str] | None = None,
    remove: str | None = None,
) -> None:
    """Change the reader's choices; what is None stays. save: (name, query string). Raises Refused."""
    if principal.account_id is None:
        raise Refused(_("Lựa chọn danh sách chỉ lưu được cho tài khoản đã đăng nhập."))
    async with db.transaction():
        # the row lock of the upsert keeps two tabs from losing each other's change
        await db.execute(
            "INSERT INTO core.core_list_prefs (account_id, list, prefs) VALUES ($1, $2, '{}')"
            " ON CONFLICT (account_id, list) DO UPDATE SET list = EXCLUDED.list",
            principal.account_id,
            name,
        )
        old = await load_prefs(principal, name)
        views = dict(old.views)
        if save is not None:
            views[save[0][:60]] = save[1][:1000]
        if remove is not None:
            views.pop(remove, None)
        if len(views) > MAX_SAVED:
            raise Refused(_("Đã lưu %(n)s cách xem; hãy xóa bớt trước khi lưu thêm.", n=MAX_SAVED))
        new = Prefs(
            columns=old.columns if columns is None else tuple(key[:60] for key in columns[:60]),
            density=density if density in DENSITIES else old.density,
            views=tuple(views.items()),
        )
        await db.execute(
            "UPDATE core.core_list_prefs SET prefs = $3 WHERE account_id = $1 AND list = $2",
            principal.account_id,
            name,
            msgspec.json.encode(new).decode(),
        )

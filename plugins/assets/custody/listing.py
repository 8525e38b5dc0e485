"""Minutes as a list: what waits for a signature on top."""

from functools import lru_cache

from core.text.i18n import language, lazy
from core.web.lists import Choice, Column, Filter, ListView, Tag
from plugins.assets.custody.queries import CUSTODY, READ
from plugins.assets.custody.rules import Rules, title
from plugins.assets.custody.words import STATES
from plugins.assets.inventory.views import unit_choices

PATH = "/staff/handovers"
STATE_TAGS = {key: Tag(label, tone) for key, (label, tone) in STATES.items()}
_ORDER = "CASE x.state WHEN 'waiting' THEN 0 WHEN 'draft' THEN 1 ELSE 2 END - extract(epoch FROM x.created_at) / 1e11"


def minutes_view(rules: Rules) -> ListView:
    """Return the list in the reader's language, with what the transitions are called now."""
    return _view(language.get(), tuple((key, title(rules, key)) for key in rules))


@lru_cache(maxsize=4)
def _view(_language: str, titles: tuple[tuple[str, str], ...]) -> ListView:
    kinds = {key: Tag(name) for key, name in titles}
    return ListView(
        name="assets.minutes",
        title=lazy("Bàn giao thiết bị"),
        path=PATH,
        permission=READ,
        source="assets.assets_minutes x",
        key="x.id",
        href=f"{PATH}/{{key}}",
        scope="(x.unit_id = ANY({p}) OR x.to_unit_id = ANY({p}))",
        search="lower(concat_ws(' ', x.number, x.other_name, x.officer_name)) LIKE lower({p})",
        fold_search=False,
        order="state",
        columns=(
            Column("number", lazy("Số"), "coalesce(x.number, '…')", sort="x.number"),
            Column("kind", lazy("Việc"), "x.transition", kind="tag", sort="x.transition", tags=kinds),
            Column("state", lazy("Tình trạng"), "x.state", kind="tag", sort=_ORDER, tags=STATE_TAGS),
            Column("other", lazy("Bên kia"), "x.other_name", sort="x.other_name"),
            Column(
                "things",
                lazy("Thiết bị"),
                "(SELECT count(*) FROM assets.assets_minutes_item i WHERE i.minutes = x.id)",
                kind="number",
            ),
            Column("officer", lazy("Người lập"), "x.officer_name", sort="x.officer_name"),
            Column("due", lazy("Hẹn trả ngày"), "x.due_on", kind="date", sort="x.due_on", visible=False),
            Column("created", lazy("Lập lúc"), "x.created_at", kind="datetime", sort="x.created_at"),
        ),
        filters=(
            Filter("unit", lazy("Đơn vị"), "x.unit_id = {p}", choices=unit_choices, number=True),
            Filter(
                "kind",
                lazy("Việc"),
                "x.transition = ANY({p})",
                kind="multi",
                choices=tuple(Choice(key, tag.label) for key, tag in kinds.items()),
            ),
            Filter(
                "state",
                lazy("Tình trạng"),
                "x.state = ANY({p})",
                kind="multi",
                choices=tuple(Choice(key, tag.label) for key, tag in STATE_TAGS.items()),
            ),
            Filter(
                "overdue",
                lazy("Quá hẹn trả"),
                "x.transition = 'lend' AND x.state = 'signed' AND x.due_on < {now}::date AND EXISTS (SELECT 1"
                " FROM assets.assets_minutes_item i WHERE i.minutes = x.id AND i.returned_at IS NULL)",
                kind="flag",
            ),
        ),
        create=(lazy("Lập biên bản"), f"{PATH}/new", CUSTODY),
        empty=(
            lazy("Chưa có biên bản nào"),
            lazy("Bàn giao, cho mượn, nhận lại, điều chuyển và thanh lý thiết bị đều có biên bản ở đây."),
        ),
    )

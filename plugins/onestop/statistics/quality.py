"""Inputs of the quality index: what the system knows, where each comes from, and the index as read from its file."""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec
from msgspec import Struct

from core import db
from core.clock import VIETNAM
from core.settings import config_folder
from core.text.i18n import lazy
from plugins.onestop.domain.figures import Measure, Period
from plugins.onestop.queries.conditions import IN_BOOKS, MEASURES, fill
from plugins.onestop.statistics.domain.quality import Index, flaws
from plugins.onestop.statistics.queries import Figures, Narrowing

TITLES: Final[Mapping[str, object]] = {
    "procedures": lazy("Thủ tục đang có hiệu lực"),
    "procedures_complete": lazy("Thủ tục có đủ thời hạn và thành phần hồ sơ"),
    "received": lazy("Hồ sơ tiếp nhận trong kỳ"),
    "received_online": lazy("Hồ sơ nộp trực tuyến"),
    "resolved": lazy("Hồ sơ đã giải quyết"),
    "resolved_in_time": lazy("Hồ sơ giải quyết trước và đúng hạn"),
    "resolved_with_limit": lazy("Hồ sơ đã giải quyết có thời hạn"),
    "dossiers_synchronised": lazy("Hồ sơ đã đồng bộ"),
    "paid": lazy("Giao dịch nộp phí, lệ phí"),
    "paid_online": lazy("Giao dịch nộp trực tuyến"),
    "dossiers_digitised": lazy("Hồ sơ có giấy tờ số hóa"),
    "results_signed": lazy("Kết quả có ký số"),
    "ratings": lazy("Lượt đánh giá"),
    "ratings_satisfied": lazy("Lượt đánh giá hài lòng"),
}
# The figures behind inputs that are figures; the sum of several is of dossiers that differ.
MEASURED: Final[Mapping[str, tuple[Measure, ...]]] = {
    "received": ("received",),
    "received_online": ("online",),
    "resolved": ("resolved",),
    "resolved_in_time": ("early", "on_time"),
    "resolved_with_limit": ("early", "on_time", "late"),
}
# Payments over the internet and what was sent to the national portal are recorded nowhere: they stay unknown.
SATISFIED: Final = 4
"""The lowest of the scores from 1 to 5 that say satisfied."""
_PLACES: Final = {"now": "", "start": "$1::timestamptz", "stop": "$2::timestamptz"}
_NARROWED: Final = """($3::bigint[] IS NULL OR d.unit_ids && $3) AND ($4::bigint = 0 OR p.field = $4)
  AND ($5::bigint = 0 OR d.authority_id = $5) AND ($6::bigint = 0 OR d.procedure = $6)"""
_PROCEDURES: Final = """
SELECT count(*), count(*) FILTER (WHERE jsonb_array_length(v.facts->'papers') > 0 AND (
  v.facts->'rules' ? 'same_day_15' OR EXISTS (
    SELECT 1 FROM jsonb_array_elements(v.facts->'limits') AS l
    WHERE l->>'value' IS NOT NULL AND l->>'unit' IS NOT NULL)))
FROM onestop.onestop_procedure_version v WHERE v.effective_to IS NULL
"""
# Digitised and signed ones are counted among the same dossiers as the whole that they are a share of.
_RECORDED: Final = f"""
WITH books AS (
  SELECT d.id, d.digitised, {fill(MEASURES["received"], **_PLACES)} AS received,
         {fill(MEASURES["resolved"], **_PLACES)} AS resolved
  FROM onestop.onestop_dossier d JOIN onestop.onestop_procedure p ON p.id = d.procedure
  WHERE {fill(IN_BOOKS, **_PLACES)} AND {_NARROWED}
)
SELECT (SELECT count(*) FROM books b WHERE b.received AND (b.digitised <> 'none' OR EXISTS (
          SELECT 1 FROM onestop.onestop_paper_scan s WHERE s.dossier = b.id AND s.removed_at IS NULL))),
       (SELECT count(*) FROM books b WHERE b.resolved AND EXISTS (
          SELECT 1 FROM onestop.onestop_signature s WHERE s.dossier = b.id AND s.withdrawn_at IS NULL)),
       (SELECT count(*) FROM onestop.onestop_fee_receipt r JOIN onestop.onestop_dossier d ON d.id = r.dossier
        JOIN onestop.onestop_procedure p ON p.id = d.procedure
        WHERE r.cancelled_at IS NULL AND r.issued_at >= $1 AND r.issued_at < $2 AND {_NARROWED}),
       count(r.id), count(r.id) FILTER (WHERE r.score >= {SATISFIED})
FROM onestop.onestop_rating r JOIN onestop.onestop_dossier d ON d.id = r.dossier
JOIN onestop.onestop_procedure p ON p.id = d.procedure
WHERE r.at >= $1 AND r.at < $2 AND {_NARROWED}
"""  # noqa: S608 -- constants
RECORDED: Final = ("dossiers_digitised", "results_signed", "paid", "ratings", "ratings_satisfied")


class _File(Struct, frozen=True):
    index: tuple[Index, ...]


@cache
def indexes() -> tuple[Index, ...]:
    """Return the indexes of `config/quality-index.toml`. Raises ValueError for one whose points do not add up."""
    content = tomllib.loads((config_folder() / "quality-index.toml").read_text("utf-8"))
    found = msgspec.convert(content, _File).index
    wrong = [flaw for index in found for flaw in flaws(index)]
    if wrong:
        raise ValueError(f"quality-index.toml: {'; '.join(wrong)}")
    return found


async def inputs(whole: Figures, period: Period, narrowing: Narrowing) -> dict[str, int | None]:
    """Return every input by its name, None for those that nothing supplies.

    whole: the figures of the period under the same narrowing.
    """
    row = await db.row(_PROCEDURES)
    known: dict[str, int | None] = dict.fromkeys(TITLES)
    known |= {name: sum(whole[measure] for measure in measures) for name, measures in MEASURED.items()}
    known |= {"procedures": row[0] if row else 0, "procedures_complete": row[1] if row else 0}
    recorded = await db.row(_RECORDED, period.start(VIETNAM), period.stop(VIETNAM), *narrowing.values)
    return known | dict(zip(RECORDED, recorded or (), strict=False))

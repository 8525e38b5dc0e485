"""Notices, contacts, rules and words as Structs."""

from datetime import datetime

from msgspec import Struct

from core import db
from plugins.onestop.telling.domain.rules import DEFAULT, Rules
from plugins.onestop.telling.domain.templates import SHIPPED, Medium, Template
from plugins.onestop.telling.schemas import NoticeLine

_LINE = """
SELECT n.id, n.unit_id, n.event, n.audience, n.channel, n.address, n.name, n.subject, n.body, n.state, n.attempts,
       n.next_try_at, n.last_error, n.created_at, n.sent_at, n.mail_id
FROM onestop.onestop_notice n
"""
_STATES = "SELECT state, count(*) FROM onestop.onestop_notice WHERE state <> 'sent' GROUP BY state"


class Subject(Struct, frozen=True):
    """What a notice needs to know of a dossier beyond its sheet."""

    sensitive: bool
    email: str
    agreed: bool


class OwnRules(Struct, frozen=True):
    """The rules of one office; revision 0: none of its own yet."""

    rules: Rules
    revision: int


class OwnTemplate(Struct, frozen=True):
    """The words of one office; revision 0: the shipped ones."""

    template: Template
    revision: int
    changed_at: datetime | None
    changed_by_name: str


async def subject_of(dossier_id: int) -> Subject:
    """Return whether a dossier's field is sensitive, and what was left to be told by."""
    found = await db.struct(
        Subject,
        """SELECT f.sensitive, coalesce(c.email, ''), coalesce(c.agreed, false)
           FROM onestop.onestop_dossier d JOIN onestop.onestop_procedure p ON p.id = d.procedure
           JOIN onestop.onestop_field f ON f.id = p.field LEFT JOIN onestop.onestop_contact c ON c.dossier = d.id
           WHERE d.id = $1""",
        dossier_id,
    )
    return found or Subject(sensitive=True, email="", agreed=False)


async def rules_of(authority_id: int) -> OwnRules:
    """Return how an office tells people: its own rules, else the shipped ones."""
    row = await db.row(
        """SELECT enabled, text_channels, quiet_from, quiet_to, tell_staff, revision
           FROM onestop.onestop_notice_rules WHERE authority_id = $1""",
        authority_id,
    )
    return OwnRules(DEFAULT, 0) if row is None else OwnRules(Rules(row[0], tuple(row[1]), *row[2:5]), row[5])


async def template_of(authority_id: int, event: str, medium: Medium) -> OwnTemplate | None:
    """Return an office's words for an event: its own, else the shipped ones, None where there are none at all."""
    row = await db.row(
        """SELECT subject, body, revision, changed_at, changed_by_name FROM onestop.onestop_notice_template
           WHERE authority_id = $1 AND event = $2 AND medium = $3""",
        authority_id,
        event,
        medium,
    )
    if row is not None:
        return OwnTemplate(Template(row[0], row[1]), row[2], row[3], row[4])
    shipped = SHIPPED.get((event, medium))
    return OwnTemplate(shipped, 0, None, "") if shipped else None


async def changed_templates(authority_id: int) -> set[tuple[str, str]]:
    """Return (event, medium) of the words that an office changed."""
    rows = await db.rows(
        "SELECT event, medium FROM onestop.onestop_notice_template WHERE authority_id = $1", authority_id
    )
    return {(row["event"], row["medium"]) for row in rows}


async def notices_of(dossier_id: int, limit: int = 30) -> list[NoticeLine]:
    """Return the notices about a dossier, the newest first."""
    return await db.structs(NoticeLine, f"{_LINE} WHERE n.dossier = $1 ORDER BY n.id DESC LIMIT $2", dossier_id, limit)


async def notice(notice_id: int, dossier_id: int) -> NoticeLine | None:
    """Return one notice about a dossier, None when it is about another one."""
    return await db.struct(NoticeLine, f"{_LINE} WHERE n.id = $1 AND n.dossier = $2", notice_id, dossier_id)


async def count_by_state() -> dict[str, float]:
    """Return how many notices are in each state but "sent"."""
    return {row["state"]: float(row["count"]) for row in await db.rows(_STATES)}

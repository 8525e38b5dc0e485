"""What people change: a citizen's contact, an office's rules, an office's words."""

from collections.abc import Mapping
from typing import Final

from core import audit, db
from core.acting import Act
from core.errors import Conflict, Forbidden, Missing, Problem, Refused
from core.registry import current
from core.text.i18n import gettext as _
from core.text.i18n import lazy
from core.text.mail_address import is_mail_address
from plugins.onestop.access import duties, scope
from plugins.onestop.queries import dossiers
from plugins.onestop.telling import queries
from plugins.onestop.telling.access import NOTICES
from plugins.onestop.telling.domain.templates import SHIPPED, Medium, Template, TemplateFault, faults
from plugins.onestop.telling.schemas import ContactGiven, RulesGiven

FAULTS: Final[Mapping[str, object]] = {
    "unknown_field": lazy("Không có trường nào tên là {%(detail)s}. Chỉ dùng các trường trong danh sách."),
    "stray_brace": lazy("Có dấu ngoặc nhọn { } không bao quanh một tên trường."),
    "too_long": lazy("Dài quá %(detail)s ký tự."),
    "empty": lazy("Chưa có nội dung."),
    "not_in_text": lazy("Không dùng {%(detail)s} trong tin nhắn: người khác có thể đọc được trên màn hình điện thoại."),
    "line_break": lazy("Tiêu đề phải nằm trên một dòng."),
}
_CONTACT = """
INSERT INTO onestop.onestop_contact AS c (dossier, email, agreed, changed_at, changed_by_name)
VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (dossier) DO UPDATE
SET email = excluded.email, agreed = excluded.agreed, changed_at = $4, changed_by_name = $5
"""
_RULES = """
INSERT INTO onestop.onestop_notice_rules AS r
  (authority_id, enabled, text_channels, quiet_from, quiet_to, tell_staff, revision, changed_at, changed_by_name)
VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $8)
ON CONFLICT (authority_id) DO UPDATE
SET enabled = $2, text_channels = $3, quiet_from = $4, quiet_to = $5, tell_staff = $6, revision = r.revision + 1,
    changed_at = $7, changed_by_name = $8
WHERE r.revision = $9 RETURNING revision
"""
_TEMPLATE = """
INSERT INTO onestop.onestop_notice_template AS t
  (authority_id, event, medium, subject, body, revision, changed_at, changed_by_name)
VALUES ($1, $2, $3, $4, $5, 1, $6, $7)
ON CONFLICT (authority_id, event, medium) DO UPDATE
SET subject = $4, body = $5, revision = t.revision + 1, changed_at = $6, changed_by_name = $7
WHERE t.revision = $8 RETURNING revision
"""
_FORGET = "DELETE FROM onestop.onestop_notice_template WHERE authority_id = $1 AND event = $2 AND medium = $3"


async def change_contact(code: str, given: ContactGiven, act: Act) -> None:
    """Note where a citizen wants to be told from now on. Raises Missing, Forbidden, Refused for a bad address."""
    check_email(given.email, "email")
    async with db.transaction():
        sheet = await dossiers.by_code(code, scope(act.who))
        if sheet is None:
            raise Missing
        if "reception" not in duties(act.who, sheet.unit_ids):
            raise Forbidden(_("Chỉ bộ phận một cửa đã nhận hồ sơ mới sửa được cách liên lạc."))
        before = await queries.subject_of(sheet.id)
        await db.execute(_CONTACT, sheet.id, given.email, given.agreed, act.at, act.who.display_name)
        await audit.record(
            act,
            "onestop.contact",
            subject="onestop.dossier",
            subject_id=sheet.id,
            unit_id=sheet.unit_id,
            before={"agreed": before.agreed, "has_email": bool(before.email)},
            after={"agreed": given.agreed, "has_email": bool(given.email)},
        )


def check_email(text: str, field: str) -> None:
    """Raise Refused, naming the field, for a text that is no mail address; nothing at all is fine."""
    if text and not is_mail_address(text):
        raise Refused(Problem(_("Địa chỉ thư điện tử không đúng dạng, ví dụ: ten@example.vn."), field, "invalid"))


async def change_rules(authority_id: int, given: RulesGiven, act: Act) -> None:
    """Change how an office tells people. Raises Forbidden, Refused for a channel that there is not, Conflict."""
    channels = [name for name in given.text_channels.replace(",", " ").split() if name]
    known = {channel.name for channel in current().all("notice_channels")}
    unknown = sorted(set(channels) - known)
    if unknown:
        offered = ", ".join(sorted(known))
        message = _("Không có kênh %(unknown)s. Có các kênh: %(names)s.", unknown=", ".join(unknown), names=offered)
        raise Refused(Problem(message, "text_channels", "unknown"))
    async with db.transaction():
        _may(authority_id, act)
        before = (await queries.rules_of(authority_id)).rules
        values = (given.enabled, list(dict.fromkeys(channels)), given.quiet_from, given.quiet_to, given.tell_staff)
        done = await db.value(_RULES, authority_id, *values, act.at, act.who.display_name, given.revision)
        if done is None or (given.revision == 0 and done != 1):
            raise Conflict(_("Người khác vừa sửa quy tắc này. Hãy tải lại trang rồi sửa lại."))
        names = ("enabled", "text_channels", "quiet_from", "quiet_to", "tell_staff")
        await audit.record(
            act,
            "onestop.notice_rules",
            subject="offices.unit",
            subject_id=authority_id,
            unit_id=authority_id,
            before={name: getattr(before, name) for name in names},
            after=dict(zip(names, values, strict=True)),
        )


async def change_template(
    authority_id: int, event: str, medium: Medium, template: Template, revision: int, act: Act
) -> None:
    """Keep an office's own words. Raises Missing for no such event, Forbidden, Refused with every fault, Conflict."""
    if (event, medium) not in SHIPPED:
        raise Missing
    Refused.if_any(fault_problem(fault) for fault in faults(template, medium))
    async with db.transaction():
        _may(authority_id, act)
        values = (authority_id, event, medium, template.subject, template.body, act.at, act.who.display_name, revision)
        done = await db.value(_TEMPLATE, *values)
        if done is None or (revision == 0 and done != 1):
            raise Conflict(_("Người khác vừa sửa mẫu này. Hãy tải lại trang rồi sửa lại."))
        await _log_template(act, authority_id, event, medium, {"subject": template.subject, "body": template.body})


async def reset_template(authority_id: int, event: str, medium: Medium, act: Act) -> None:
    """Go back to the shipped words. Raises Forbidden."""
    async with db.transaction():
        _may(authority_id, act)
        await db.execute(_FORGET, authority_id, event, medium)
        await _log_template(act, authority_id, event, medium, {"shipped": True})


def fault_problem(fault: TemplateFault) -> Problem:
    """Return a fault in words, by its field."""
    return Problem(str(FAULTS[fault.kind]) % {"detail": fault.detail}, fault.field, fault.kind)


def _may(authority_id: int, act: Act) -> None:
    if not act.who.may(NOTICES, authority_id):
        raise Forbidden(_("Bạn không được sửa thông báo của cơ quan này."))


async def _log_template(act: Act, authority_id: int, event: str, medium: str, after: Mapping[str, object]) -> None:
    await audit.record(
        act,
        "onestop.notice_template",
        subject="offices.unit",
        subject_id=authority_id,
        unit_id=authority_id,
        after={"event": event, "medium": medium, **after},
    )

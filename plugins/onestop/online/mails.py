"""Mails to whoever files from home, in the language in which the filing was begun."""

from collections.abc import Sequence

from core.acting import Act
from core.contracts.notices import Letter, MailDraft
from core.notices import queue_mails
from core.registry import current
from core.text.formats import format_datetime
from core.text.i18n import gettext as _
from core.text.i18n import use_language
from core.text.mail_address import is_mail_address
from core.web.templates import url
from plugins.onestop.online.queries.filings import FilingRow
from plugins.onestop.online.secret import secret_of


async def mail_code(filing: FilingRow, code: str, act: Act) -> None:
    """Send the code that confirms the address."""
    with use_language(filing.language):
        await _send(
            filing,
            "code",
            _("Mã xác nhận nộp hồ sơ: %(code)s", code=code),
            [
                _("Ông/bà (hoặc ai đó dùng địa chỉ này) đang nộp hồ sơ: %(name)s.", name=filing.procedure_name),
                _(
                    "Nhập mã %(code)s trên trang nộp hồ sơ, hoặc bấm nút dưới đây. Mã dùng được trong 30 phút.",
                    code=code,
                ),
                _("Nếu không phải ông/bà, hãy bỏ qua thư này: không có mã thì hồ sơ không được nộp."),
            ],
            _("Xác nhận và nộp hồ sơ"),
            act,
            query=f"?ma={code}",
        )


async def mail_link(filing: FilingRow, act: Act) -> None:
    """Send the link of a draft, for another device or another day."""
    with use_language(filing.language):
        await _send(
            filing,
            "link",
            _("Hồ sơ đang soạn: %(name)s", name=filing.procedure_name),
            [_("Bấm nút dưới đây để làm tiếp trên máy nào cũng được. Ai có thư này cũng mở được hồ sơ.")],
            _("Làm tiếp"),
            act,
        )


async def mail_filed(filing: FilingRow, act: Act) -> None:
    """Tell that the filing has come in, and until when it is answered."""
    with use_language(filing.language):
        lines = [_("Bộ phận một cửa đã nhận được hồ sơ nộp từ xa của ông/bà.")]
        if filing.answer_due_at:
            at = format_datetime(filing.answer_due_at)
            lines.append(_("Ông/bà sẽ được trả lời chậm nhất lúc %(at)s: tiếp nhận, bổ sung hoặc từ chối.", at=at))
        subject = _("Đã nhận hồ sơ nộp từ xa %(number)s", number=filing.number)
        await _send(filing, "filed", subject, lines, _("Xem hồ sơ đã nộp"), act)


async def mail_supplement(filing: FilingRow, reasons: Sequence[str], act: Act) -> None:
    """Tell everything that has to be mended, at once."""
    with use_language(filing.language):
        lines = [_("Hồ sơ cần bổ sung những điều sau rồi nộp lại:"), *(f"- {reason}" for reason in reasons)]
        subject = _("Hồ sơ %(number)s cần bổ sung", number=filing.number)
        await _send(filing, "supplement", subject, lines, _("Bổ sung hồ sơ"), act)


async def mail_accepted(filing: FilingRow, code: str, act: Act) -> None:
    """Tell the number under which the dossier was taken in."""
    with use_language(filing.language):
        lines = [
            _("Hồ sơ đã được tiếp nhận với mã %(code)s. Trang dưới đây cho biết hồ sơ đang ở bước nào.", code=code)
        ]
        subject = _("Hồ sơ %(number)s đã được tiếp nhận", number=filing.number)
        await _send(filing, "accepted", subject, lines, _("Xem hồ sơ đã nộp"), act)


async def mail_refused(filing: FilingRow, reason: str, act: Act) -> None:
    """Tell why a filing is not taken in."""
    with use_language(filing.language):
        lines = [_("Hồ sơ không được tiếp nhận. Lý do: %(reason)s", reason=reason)]
        subject = _("Hồ sơ %(number)s không được tiếp nhận", number=filing.number)
        await _send(filing, "refused", subject, lines, _("Xem hồ sơ đã nộp"), act)


async def _send(
    filing: FilingRow, what: str, subject: str, lines: Sequence[str], button: str, act: Act, query: str = ""
) -> None:
    """Queue a mail with the link that opens the filing, in the caller's transaction."""
    if not is_mail_address(filing.email):
        return
    base = current().settings.base_url.rstrip("/")
    link = base + url(f"/nop-ho-so/mo/{secret_of(filing.id)}{query}")
    letter = Letter(
        heading=subject,
        greeting=_("Kính gửi ông/bà,"),
        paragraphs=tuple(lines),
        facts=((_("Số hồ sơ nộp từ xa"), filing.number), (_("Thủ tục"), filing.procedure_name)),
        buttons=((button, link),),
        sender=filing.unit_name,
        language=filing.language,
    )
    draft = MailDraft(
        to_address=filing.email,
        subject=subject,
        letter=letter,
        kind=f"onestop.filing_{what}",
        subject_type="onestop.filing",
        subject_id=str(filing.id),
        unit_id=filing.unit_id,
    )
    await queue_mails([draft], act)

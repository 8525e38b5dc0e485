"""Mails of this part: a link to choose a new password, and word of changes that somebody else might have made."""

from core import db
from core.accounts.queries import Account
from core.acting import Act
from core.contracts.notices import Letter, MailDraft
from core.notices import queue_mails
from core.registry import current
from core.text.i18n import gettext as _
from core.text.mail_address import is_mail_address


async def mail_reset_link(account: Account, path: str, act: Act) -> bool:
    """Send a link to choose a new password; False when no usable address is known. Call it in a transaction."""
    letter = Letter(
        heading=_("Đặt lại mật khẩu"),
        greeting=_("Xin chào %(name)s,", name=account.full_name),
        paragraphs=(
            _("Có người (có thể là bạn) xin đặt lại mật khẩu của tài khoản %(name)s.", name=account.username),
            _("Liên kết dùng được một lần, trong 2 giờ tới."),
        ),
        buttons=((_("Đặt mật khẩu mới"), current().settings.base_url.rstrip("/") + path),),
        closing=(_("Nếu không phải bạn, hãy bỏ qua thư này: mật khẩu không thay đổi."),),
        sender=current().settings.agency_name,
    )
    return await _mail_owner(account, "accounts.reset", letter, act)


async def mail_change(account: Account, what: str, act: Act) -> None:
    """Tell the owner that password or one-time codes were changed; what: a sentence."""
    letter = Letter(
        heading=_("Thay đổi bảo mật trên tài khoản của bạn"),
        greeting=_("Xin chào %(name)s,", name=account.full_name),
        paragraphs=(what,),
        facts=((_("Tên đăng nhập"), account.username),),
        closing=(_("Nếu không phải bạn làm, hãy báo ngay cho quản trị viên."),),
        sender=current().settings.agency_name,
    )
    async with db.transaction():
        await _mail_owner(account, "accounts.changed", letter, act)


async def _mail_owner(account: Account, kind: str, letter: Letter, act: Act) -> bool:
    if not is_mail_address(account.email):
        return False
    draft = MailDraft(
        to_address=account.email,
        to_name=account.full_name,
        subject=letter.heading,
        letter=letter,
        kind=kind,
        subject_type="accounts.account",
        subject_id=str(account.id),
        unit_id=account.unit_id,
    )
    await queue_mails([draft], act)
    return True

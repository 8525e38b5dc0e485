"""From a draft to the bytes that go over the line (RFC 5322, 2045, 2046, 3834, 6047)."""

import hashlib
import re
from datetime import datetime
from email.message import EmailMessage, Message
from email.policy import SMTP
from email.utils import format_datetime

from core.contracts.notices import MailDraft, MailPart
from core.notices.domain import headers
from core.notices.domain.letter import as_html, as_text

# 7bit: every body that is not plain ASCII becomes base64 or quoted-printable, so no relay has to re-encode it
_POLICY = SMTP.clone(cte_type="7bit")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # RFC 5322, 3.5: no place in a text body


def compose(draft: MailDraft, *, sender: str, sender_name: str, message_id: str, at: datetime) -> bytes:
    """Return the whole mail with CRLF line ends, every line ASCII.

    sender: the one mailbox that mail comes from and answers go to. at: aware; written in its own zone.
    Raises ValueError for a bad address or Message-ID.
    """
    body = _body(draft, message_id)
    lines = [
        ("From", headers.mailbox(sender_name, sender)),
        ("To", headers.mailbox(draft.to_name, draft.to_address)),
        ("Reply-To", headers.mailbox(sender_name, sender)),
        ("Subject", headers.unstructured(draft.subject)),
        ("Date", format_datetime(at)),
        ("Message-ID", headers.message_ids((message_id,))),
    ]
    if draft.references:
        lines.append(("In-Reply-To", headers.message_ids(draft.references[-1:])))
        lines.append(("References", headers.message_ids(draft.references)))
    if draft.automatic:
        lines.append(("Auto-Submitted", "auto-generated"))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    return head.encode("ascii") + body.as_bytes()


def _body(draft: MailDraft, message_id: str) -> Message:
    """Return the parts: alternative(text, html, more), or mixed(alternative, files)."""
    body = EmailMessage(policy=_POLICY)
    body.set_content(_CONTROLS.sub("", as_text(draft.letter)))
    body.add_alternative(_CONTROLS.sub("", as_html(draft.letter)), subtype="html")
    if draft.alternative is not None:
        body.attach(_part(draft.alternative))
    if draft.attachments:
        body.make_mixed()
        for attachment in draft.attachments:
            body.attach(_part(attachment))
    # boundaries from the Message-ID: a mail that is built again is the same mail, byte for byte
    for number, part in enumerate(p for p in body.walk() if p.is_multipart()):
        part.set_boundary(f"=_{number}_{hashlib.sha256(message_id.encode()).hexdigest()[:32]}")
    return body


def _part(part: MailPart) -> EmailMessage:
    """Return a part in base64; with a file name it is an attachment, without one it has no disposition at all."""
    # Gmail shows no answer buttons for a calendar part that is an attachment, hence the difference
    made = EmailMessage(policy=_POLICY)
    kind, *parameters = (piece.strip() for piece in part.content_type.split(";"))
    maintype, _, subtype = kind.partition("/")
    made.set_content(
        part.content,
        maintype=maintype,
        subtype=subtype,
        cte="base64",
        params=dict(parameter.split("=", 1) for parameter in parameters),
        disposition="attachment" if part.filename else None,
        filename=part.filename or None,
    )
    return made

"""The only place that talks to a mail server. A failure is a value, never an exception."""

import contextlib

import aiosmtplib as smtp

from core.notices.domain.ladder import Outcome, judge
from core.settings import MailSettings


def new_line(settings: MailSettings) -> smtp.SMTP:
    """Return a line to the mail server, not connected yet. Certificates are always checked."""
    return smtp.SMTP(
        hostname=settings.host,
        port=settings.port,
        username=settings.user or None,
        password=settings.password or None,
        use_tls=settings.tls == "implicit",
        start_tls=settings.tls == "starttls",
        timeout=settings.timeout_s,
    )


async def hand_over(line: smtp.SMTP, sender: str, recipient: str, message: bytes) -> Outcome:
    """Give one mail to the server, connecting first where needed; return what came of it."""
    try:
        if not line.is_connected:
            await line.connect()
    except (smtp.SMTPException, OSError) as error:
        # connection, certificate, greeting, log-in: nothing about this mail, true of every mail
        return Outcome("away", _words(error))
    try:
        await line.sendmail(sender, [recipient], message)
    except smtp.SMTPRecipientsRefused as refusal:
        return judge(refusal.recipients[0].code, refusal.recipients[0].message)
    except smtp.SMTPResponseException as answer:
        return judge(answer.code, answer.message)
    except (smtp.SMTPException, OSError) as error:
        return Outcome("away", _words(error))
    return Outcome("delivered")


async def close(line: smtp.SMTP) -> None:
    """Say goodbye; a server that is gone already is not missed."""
    with contextlib.suppress(smtp.SMTPException, OSError):
        if line.is_connected:
            await line.quit()
    line.close()


def _words(error: Exception) -> str:
    if isinstance(error, smtp.SMTPResponseException):
        return f"{error.code} {error.message}"
    return f"{type(error).__name__}: {error}"

from core.acting import Act
from core.notices import commands, sealing, smtp
from core.notices.payloads import Forget, SendMails, Sweep
from core.registry import current


async def send_mails(payload: SendMails, act: Act) -> None:
    """Send each mail that is still due, over one connection; when the server is away the rest waits."""
    settings = current().settings
    if not settings.mail.host:
        await commands.withhold(payload.mail_ids)
        return
    line = smtp.new_line(settings.mail)
    try:
        for number, mail_id in enumerate(payload.mail_ids, start=1):
            mail = await commands.claim(mail_id, act.at)
            if mail is None:
                continue
            message = sealing.unseal(mail.sealed_message, settings.secret_key)
            outcome = await smtp.hand_over(line, settings.mail.sender, mail.to_address, message)
            await commands.settle(mail, outcome, act.at)
            if outcome.kind == "away":
                await commands.put_off(payload.mail_ids[number:], act.at)
                return
    finally:
        await smtp.close(line)


async def sweep(_payload: Sweep, act: Act) -> None:
    """Queue again what is due or got stuck."""
    await commands.sweep(act.at)


async def forget(_payload: Forget, act: Act) -> None:
    """Drop the content of old mails."""
    await commands.forget(act.at)

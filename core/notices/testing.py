"""A mail server for tests, with answers written down beforehand: `from core.notices.testing import mail_server`."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from core.registry import Registry
from core.settings import MailSettings


class MailServer:
    """Listens on 127.0.0.1 and keeps what it accepts.

    answers: what it says to the next mails instead of "250 OK", each once: ("RCPT" or "DATA", "451 busy").
    taken: (envelope recipients, raw bytes) of the accepted mails, in order.
    """

    def __init__(self) -> None:
        self.answers: list[tuple[str, str]] = []
        self.taken: list[tuple[tuple[str, ...], bytes]] = []
        self.greeted = 0

    @property
    def mails(self) -> list[EmailMessage]:
        """The accepted mails, parsed."""
        return [message_from_bytes(raw, policy=policy.default) for _to, raw in self.taken]

    # the names are those that aiosmtpd calls
    async def handle_EHLO(  # noqa: N802
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Greet; counts the connections."""
        session.host_name = hostname
        self.greeted += 1
        return responses

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        """Take the recipient, or answer as written down."""
        answer = self._answer("RCPT")
        if answer is None:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        """Take the mail, or answer as written down."""
        answer = self._answer("DATA")
        if answer is None:
            self.taken.append((tuple(envelope.rcpt_tos), envelope.original_content))
        return answer or "250 OK"

    def _answer(self, command: str) -> str | None:
        if self.answers and self.answers[0][0] == command:
            return self.answers.pop(0)[1]
        return None


@pytest.fixture
async def mail_server(registry: Registry) -> AsyncIterator[MailServer]:
    """Run a mail server that the application's settings point at; afterwards there is none again."""
    from aiosmtpd.smtp import SMTP

    server = MailServer()
    listener = await asyncio.get_running_loop().create_server(lambda: SMTP(server), "127.0.0.1", 0)
    before = registry.settings.mail
    registry.settings.mail = MailSettings(
        host="127.0.0.1",
        port=listener.sockets[0].getsockname()[1],
        tls="none",
        sender="vanphong@duchoa.test",
        timeout_s=5,
    )
    yield server
    registry.settings.mail = before
    listener.close()
    await listener.wait_closed()

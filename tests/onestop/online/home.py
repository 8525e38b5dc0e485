"""Somebody at home with a birth to register, and what is shared by the tests of filing from home."""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any

from core import offices
from core.acting import ANONYMOUS, Act
from core.clock import FixedClock
from core.contracts.online import FilingView, Reach, Upload
from core.notices.testing import MailServer
from core.settings import config_folder
from plugins.onestop.online.commands import publishing
from plugins.onestop.online.services import Filing
from tests.onestop.conftest import BIRTH, Desk

BIRTH_ANSWERS = {
    "requester_name": "Trần Văn Nam",
    "requester_identity": "080 085 001 234",
    "requester_phone": "0912 345 678",
    "requester_address": "Ấp 3, xã Mỹ Hạnh Bắc",
    "relation": "father",
    "child_name": "Trần Minh An",
    "child_sex": "male",
    "child_birthday": "5/11/2017",
    "child_birthplace": "Trung tâm y tế huyện Đức Hòa",
    "child_ethnicity": "Kinh",
    "mother_known": "yes",
    "mother_name": "Lê Thị Bé",
    "mother_birthday": "01/02/1990",
    "mother_identity": "080190009876",
    "mother_address": "Ấp 3, xã Mỹ Hạnh Bắc",
    "father_known": "no",
    "copies": "2",
    "declared": "true",
}
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
OTHER_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Lang(vi)>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
EMAIL = "nam@example.test"


@dataclass
class Home:
    """A citizen without an account, beside the desk that answers."""

    desk: Desk
    clock: FixedClock
    portal: Filing

    @property
    def act(self) -> Act:
        return Act(who=ANONYMOUS, at=self.clock.now(), address="198.51.100.7", request_id="test")

    async def office(self, code: str = "my-hanh-bac") -> int:
        found = await offices.find_unit(code)
        assert found is not None
        return found.id

    async def draft(self, procedure: str = BIRTH, **changes: str) -> str:
        """Begin a filing, answer everything, attach the birth paper; return the secret."""
        secret = await self.portal.start(procedure, await self.office(), self.act)
        await self.portal.save(secret, BIRTH_ANSWERS | changes, self.act)
        await self.portal.contact(secret, Reach(EMAIL, "0912345678"), self.act)
        await self.portal.attach(secret, Upload("birth_paper", "giay-chung-sinh.pdf", PDF), self.act)
        return secret

    async def filed(self, mailbox: MailServer, run_jobs: Any, **changes: str) -> str:
        """File a draft with the code out of the mail; return the secret."""
        secret = await self.draft(**changes)
        await self.portal.submit(secret, self.act)
        await run_jobs()
        await self.portal.confirm(secret, code_in(mailbox.mails[-1]), self.act)
        return secret

    async def view(self, secret: str) -> FilingView:
        return await self.portal.view(secret)


def code_in(mail: EmailMessage) -> str:
    """Return the code that a mail brings."""
    found = re.search(r"\b(\d{6})\b", str(mail["Subject"]))
    assert found is not None, mail["Subject"]
    return found[1]


async def open_home(desk: Desk) -> Home:
    """Publish the shipped forms; they need procedures that the tests' catalogue has."""
    text = (config_folder() / "online_forms.yaml").read_text("utf-8")
    from core.acting import system_act

    await publishing.publish_shipped(text, system_act(desk.clock.now()))
    return Home(desk, desk.clock, Filing())

"""Tell the IT officer of a thing's unit that it was reported: one mail per thing, not one per report."""

from core import notices, offices
from core.acting import Act
from core.contracts.notices import Letter, MailDraft
from core.contracts.offices import Person
from core.registry import current
from core.text.i18n import gettext as _
from core.text.i18n import language
from core.text.mail_address import is_mail_address
from plugins.assets.faults.schemas import KINDS, Labelled, NewFault

ROLE = "it_officer"


async def tell(number: int, thing: Labelled, data: NewFault, act: Act) -> None:
    """Queue the mails in the caller's transaction; none while an earlier report of the thing waits."""
    if thing.waiting:
        return
    people = await _officers(thing.unit_id, act)
    # the page may have been read in English; officers get the office's language
    before = language.set("vi")
    try:
        drafts = [_draft(person, number, thing, data) for person in people]
    finally:
        language.reset(before)
    await notices.queue_mails(drafts, act)


async def _officers(unit_id: int, act: Act) -> list[Person]:
    """Return the officers who can be reached, in the unit or else in the next one above it that has any."""
    tree, day = await offices.tree(), offices.office_day(act.at)
    for unit in reversed(tree.path(unit_id)):
        found = await offices.people_of([unit.id], day, ROLE)
        reached = [person for person in found if is_mail_address(person.email)]
        if reached:
            return reached
    return []


def _draft(person: Person, number: int, thing: Labelled, data: NewFault) -> MailDraft:
    subject = _("Báo hỏng: %(thing)s", thing=f"{thing.model}, {thing.unit}")
    facts = [(_("Mã nhãn"), thing.code), (_("Thiết bị bị gì"), str(KINDS[data.kind]))]
    if data.words:
        facts.append((_("Mô tả"), data.words))
    return MailDraft(
        to_address=person.email,
        to_name=person.full_name,
        subject=subject,
        letter=Letter(
            heading=subject,
            greeting=_("Kính gửi %(name)s,", name=person.full_name),
            paragraphs=(_("Có người vừa quét nhãn và báo thiết bị này bị hỏng."),),
            facts=tuple(facts),
            buttons=((_("Mở báo hỏng"), f"{current().settings.base_url.rstrip('/')}/staff/faults/{number}"),),
        ),
        kind="assets.fault",
        subject_type="assets.fault",
        subject_id=str(number),
        unit_id=thing.unit_id,
    )

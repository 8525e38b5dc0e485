"""A trusted authority, a leader's key and one signed result, for the demonstration; made anew in each installation."""

import secrets
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from core import db, offices, printing
from core.acting import Act, Principal, system_act
from core.contracts.offices import Person, Unit
from core.contributions import DemoContext
from plugins.onestop.access import SIGN, VIEW
from plugins.onestop.attachments import attach
from plugins.onestop.office import own_units
from plugins.onestop.signing.commands import keys, signing
from plugins.onestop.signing.keys import KeyFile
from plugins.onestop.signing.schemas import NewKey, NewRoot, ToSign

_READY: Final = """
SELECT d.code FROM onestop.onestop_dossier d
WHERE d.state IN ('at_desk', 'signed', 'returned') AND d.authority_id = $1 ORDER BY d.received_at DESC LIMIT 1
"""
_PAPER: Final = """
#let data = json(bytes(sys.inputs.data))
#set document(title: "Kết quả")
#set text(font: sys.inputs.font, lang: "vi", size: 13pt)
#set page(paper: "a4", margin: 30mm)
#v(20mm)
#align(center)[*#data.agency*]
#v(10mm)
#align(center, text(size: 16pt)[*KẾT QUẢ GIẢI QUYẾT HỒ SƠ*])
#v(8mm)
Hồ sơ #data.code đã được giải quyết. Đây là giấy làm mẫu cho bản trình diễn, không có giá trị pháp lý.
"""


async def load_signatures(context: DemoContext) -> None:
    """Load them for the district: its first leader signs the result of the newest dossier that has one."""
    unit = await offices.find_unit("duc-hoa")
    if unit is None:
        return
    day = offices.office_day(context.at)
    leaders = await offices.people_of(await own_units(unit.id, day), day, role="leader")
    code = await db.value(_READY, unit.id)
    if not leaders or code is None:
        return
    act = system_act(context.at)
    authority, file = _make_key(leaders[0], unit, context)
    await keys.add_root(NewRoot("CA trình diễn"), authority, act)
    key_id = await keys.add_key(NewKey(f"Chữ ký {leaders[0].title}", unit.id, leaders[0].id), file, act)
    with TemporaryDirectory() as folder:
        template = Path(folder) / "result.typ"
        template.write_text(_PAPER, "utf-8")
        paper = await printing.render_pdf(template, {"agency": unit.agency, "code": code}, at=context.at)
    attachment = await attach(str(code), "Kết quả.pdf", paper, act)
    leader = await _acting(leaders[0], unit)
    await signing.sign(str(code), ToSign(attachment.id, key_id), Act(leader, context.at))


async def _acting(person: Person, unit: Unit) -> Principal:
    reach = (await offices.tree()).reach(unit.id)
    return Principal(
        username=f"demo.{person.id}",
        display_name=person.full_name,
        person_id=person.id,
        unit_id=person.unit_id,
        grants=dict.fromkeys((VIEW, SIGN), reach),
    )


def _make_key(person: Person, unit: Unit, context: DemoContext) -> tuple[bytes, KeyFile]:
    """Return an authority's certificate (PEM) and a key file with a certificate that it issued, for two years."""
    since, until = context.at - timedelta(days=30), context.at + timedelta(days=700)
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    issuer = _name("CA trình diễn", "motcua")

    def certificate(subject: x509.Name, key: ec.EllipticCurvePrivateKey, *, ca: bool) -> x509.Certificate:
        usage = x509.KeyUsage(not ca, not ca, False, False, False, ca, ca, False, False)
        return (
            x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number(), since, until)
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(root, SHA256())
        )

    trusted = certificate(issuer, root, ca=True)
    issued = certificate(_name(person.full_name, unit.agency), own, ca=False)
    password = secrets.token_urlsafe(12)
    sealed = BestAvailableEncryption(password.encode())
    content = pkcs12.serialize_key_and_certificates(b"key", own, issued, [trusted], sealed)
    return trusted.public_bytes(Encoding.PEM), KeyFile(content, password)


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    )

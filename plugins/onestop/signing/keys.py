"""Key files (PKCS#12) and certificates: opened, judged, and read for people."""

from datetime import UTC, datetime
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID
from msgspec import Struct

SHORTEST_RSA = 2048
KeyFault = Literal["unreadable", "no_key", "weak", "expired", "not_yet", "no_signing"]


class KeyFile(Struct, frozen=True):
    """A key file with its password, as it is sealed."""

    content: bytes
    password: str


class Certificate(Struct, frozen=True):
    """A certificate as people read it. der: the certificate itself; fingerprint: SHA-256, hex."""

    subject: str
    issuer: str
    serial: str
    not_before: datetime
    not_after: datetime
    der: bytes
    fingerprint: str


def open_key_file(file: KeyFile, at: datetime) -> Certificate | KeyFault:
    """Return the certificate in a key file that can sign now, else why not."""
    try:
        key, found, _chain = pkcs12.load_key_and_certificates(file.content, file.password.encode() or None)
    except (ValueError, TypeError):
        return "unreadable"
    if key is None or found is None:
        return "no_key"
    strong = isinstance(key, ec.EllipticCurvePrivateKey) or (
        isinstance(key, rsa.RSAPrivateKey) and key.key_size >= SHORTEST_RSA
    )
    if not strong:
        return "weak"
    if not _may_sign(found):
        return "no_signing"
    certificate = read_certificate(found)
    if at >= certificate.not_after:
        return "expired"
    return "not_yet" if at < certificate.not_before else certificate


def load_certificate(content: bytes) -> Certificate | None:
    """Return a certificate out of a PEM or DER file, None for anything else."""
    for load in (x509.load_pem_x509_certificate, x509.load_der_x509_certificate):
        try:
            return read_certificate(load(content))
        except ValueError:
            continue
    return None


def is_authority(der: bytes) -> bool:
    """Tell whether a certificate is one that may sign others."""
    try:
        found = x509.load_der_x509_certificate(der).extensions.get_extension_for_class(x509.BasicConstraints)
    except (x509.ExtensionNotFound, ValueError):
        return False
    return found.value.ca


def read_certificate(found: x509.Certificate) -> Certificate:
    """Return a certificate as people read it."""
    return Certificate(
        subject=name_of(found.subject),
        issuer=name_of(found.issuer),
        serial=format(found.serial_number, "X"),
        not_before=found.not_valid_before_utc.astimezone(UTC),
        not_after=found.not_valid_after_utc.astimezone(UTC),
        der=found.public_bytes(Encoding.DER),
        fingerprint=found.fingerprint(SHA256()).hex(),
    )


def name_of(name: x509.Name) -> str:
    """Return a name for people: the common name, and the organisation where it says more."""
    parts = [
        str(attribute.value)
        for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME)
        for attribute in name.get_attributes_for_oid(oid)
    ]
    return ", ".join(dict.fromkeys(parts)) or name.rfc4514_string()


def _may_sign(found: x509.Certificate) -> bool:
    try:
        usage = found.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return True
    return usage.digital_signature or usage.content_commitment

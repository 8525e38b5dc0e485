"""Check the signatures of a PDF. Reads files of strangers: `check` has it done by a process of its own, kept short."""

import asyncio
import hashlib
import io
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
import structlog

from plugins.onestop.signing.domain.report import Change, Checked, SignatureReport, Trust
from plugins.onestop.signing.keys import name_of

log = structlog.get_logger()
SECONDS: Final = 30
MEMORY_BYTES: Final = 1024 * 1024 * 1024
AT_ONCE: Final = 2
MOST_SIGNATURES: Final = 20
BIGGEST: Final = 20 * 1024 * 1024
_places = asyncio.Semaphore(AT_ONCE)


class Question(msgspec.Struct, frozen=True):
    """What the process is asked: a file, the certificates that we trust (DER), and the moment (aware)."""

    content: bytes
    roots: tuple[bytes, ...]
    at: datetime


async def check(content: bytes, roots: Sequence[bytes], at: datetime) -> Checked:
    """Return what the signatures of a file say at a moment (aware). roots: certificates that we trust, DER.

    A file that takes too long or too much memory is told as unreadable, and its process is ended.
    """
    question = msgspec.msgpack.encode(Question(content, tuple(roots), at))
    async with _places:
        child = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "plugins.onestop.signing.check_process",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "LANG": "C.UTF-8"},
        )
        try:
            async with asyncio.timeout(SECONDS):
                answer, told = await child.communicate(question)
        except TimeoutError:
            answer, told = b"", b"out of time"
        finally:
            if child.returncode is None:
                child.kill()
                await child.wait()
    if child.returncode == 0 and answer:
        return msgspec.msgpack.decode(answer, type=Checked)
    log.warning("check of signatures gave up", code=child.returncode, told=told.decode("utf-8", "replace")[-500:])
    return Checked(hashlib.sha256(content).hexdigest(), readable=False)


def check_pdf(content: bytes, roots: Sequence[bytes], at: datetime) -> Checked:
    """As `check`, in this process and without a limit of time."""
    from pyhanko.pdf_utils.reader import PdfFileReader

    digest = hashlib.sha256(content).hexdigest()
    try:
        reader = PdfFileReader(io.BytesIO(content), strict=False)
        found = [] if reader.encrypted else list(reader.embedded_signatures)
        if reader.encrypted or len(found) > MOST_SIGNATURES:
            return Checked(digest, readable=False)
        return Checked(digest, readable=True, signatures=tuple(_report(one, roots, at) for one in found))
    except Exception:  # noqa: BLE001 -- a stranger's file may break the reader in any way; that is the answer
        return Checked(digest, readable=False)


def _report(signature: Any, roots: Sequence[bytes], at: datetime) -> SignatureReport:
    from asn1crypto import x509
    from cryptography.x509 import load_der_x509_certificate
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots],
        other_certs=list(signature.other_embedded_certs),
        allow_fetching=False,
        moment=at,
    )
    usage = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
    status = validate_pdf_signature(signature, context, key_usage_settings=usage)
    certificate = load_der_x509_certificate(status.signing_cert.dump())
    return SignatureReport(
        signer=name_of(certificate.subject),
        issuer=name_of(certificate.issuer),
        serial=format(certificate.serial_number, "X"),
        claimed_at=status.signer_reported_dt,
        not_after=certificate.not_valid_after_utc.astimezone(UTC),
        intact=bool(status.intact and status.valid),
        change="changed" if _has_more_behind(signature) else _change(status),
        trust=_trust(status, certificate, at),
    )


def _has_more_behind(signature: Any) -> bool:
    """Tell whether anything but zeros stands between the signature and the end of its place.

    That place is the one part of the file that the signature cannot cover.
    """
    from asn1crypto import cms

    content = bytes(signature.pkcs7_content)
    return bool(content[len(cms.ContentInfo.load(content).dump()) :].strip(b"\0"))


def _change(status: Any) -> Change:
    """Return what happened to the file after this signature."""
    from pyhanko.sign.validation import SignatureCoverageLevel

    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE:
        return "none"
    return "allowed" if status.coverage == SignatureCoverageLevel.ENTIRE_REVISION and status.docmdp_ok else "changed"


def _trust(status: Any, certificate: Any, at: datetime) -> Trust:
    if status.trusted:
        return "trusted"
    if at > certificate.not_valid_after_utc:
        return "expired"
    if at < certificate.not_valid_before_utc:
        return "not_yet"
    if status.revoked:
        return "revoked"
    return "unknown" if status.validation_path is None else "unfit"

"""Tables of digital signatures."""

from piccolo.columns import BigInt, BigSerial, Bytea, ForeignKey, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from core.data_classes import classified
from plugins.onestop.tables import Dossier


@classified(
    public=("subject", "issuer", "serial", "not_before", "not_after", "certificate"),
    internal=(*("id", "unit_id", "person_id", "person_name", "title", "created_at", "created_by_name", "retired_at"),),
    sensitive=("sealed_key",),
)
class SigningKey(Table, schema="onestop", tablename="onestop_signing_key"):
    """A key with its certificate. person_id: the only one who may sign with it; None: the office's seal.

    certificate: DER. sealed_key: the PKCS#12 file with its password, sealed. subject, issuer: as people read them.
    """

    id = BigSerial(primary_key=True)
    unit_id = BigInt(required=True, default=None)
    person_id = BigInt(null=True, default=None)
    person_name = Text(required=True, default="")
    title = Text(required=True, default=None)
    subject = Text(required=True, default=None)
    issuer = Text(required=True, default=None)
    serial = Text(required=True, default=None)
    not_before = Timestamptz(required=True, default=None)
    not_after = Timestamptz(required=True, default=None)
    certificate = Bytea(required=True, default=None)
    sealed_key = Bytea(required=True, default=None)
    created_at = Timestamptz(required=True, default=None)
    created_by_name = Text(required=True, default=None)
    retired_at = Timestamptz(null=True, default=None)


@classified(
    public=("title", "subject", "fingerprint", "certificate", "not_after"),
    internal=("id", "added_at", "added_by_name"),
)
class TrustRoot(Table, schema="onestop", tablename="onestop_trust_root"):
    """A certification authority that this installation trusts. fingerprint: SHA-256 of the certificate, hex."""

    id = BigSerial(primary_key=True)
    title = Text(required=True, default=None)
    subject = Text(required=True, default=None)
    fingerprint = Varchar(length=64, unique=True, required=True, default=None)
    certificate = Bytea(required=True, default=None)
    not_after = Timestamptz(required=True, default=None)
    added_at = Timestamptz(required=True, default=None)
    added_by_name = Text(required=True, default=None)


@classified(
    public=("signer", "signed_at", "sha256", "withdrawn_at"),
    internal=("id", "dossier", "key", "source_id", "attachment_id", "token_digest", "signed_by", "signed_by_name"),
    personal=("withdrawn_reason",),
)
class Signature(Table, schema="onestop", tablename="onestop_signature"):
    """A result that was signed here. sha256: of the signed file, hex; token_digest: of the digits printed on it.

    signer: the certificate's subject. source_id, attachment_id: the files before and after. withdrawn_at: the office no
    longer stands by it, as its verification page then says.
    """

    id = BigSerial(primary_key=True)
    dossier = ForeignKey(Dossier, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    key = ForeignKey(SigningKey, on_delete=OnDelete.restrict, null=False, required=True, default=None)
    source_id = BigInt(null=True, default=None)
    attachment_id = BigInt(required=True, default=None)
    token_digest = Bytea(unique=True, required=True, default=None)
    sha256 = Varchar(length=64, unique=True, required=True, default=None)
    signer = Text(required=True, default=None)
    signed_by = BigInt(null=True, default=None)
    signed_by_name = Text(required=True, default=None)
    signed_at = Timestamptz(required=True, default=None)
    withdrawn_at = Timestamptz(null=True, default=None)
    withdrawn_reason = Text(required=True, default="")

"""A certification authority and keys, made for each run and never kept; papers to sign."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

from core.printing import pdf
from plugins.onestop.signing.controllers import public
from plugins.onestop.signing.keys import KeyFile

PASSWORD = "mật khẩu 1"
FROM, UNTIL = datetime(2017, 1, 1, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)


def name(common: str, organisation: str = "UBND xã Mỹ Hạnh Bắc") -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


@dataclass(frozen=True)
class Authority:
    """A certification authority of the test."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    def key_file(
        self,
        common: str = "Trần Văn Bình",
        *,
        until: datetime = UNTIL,
        since: datetime = FROM,
        bits: int = 2048,
        signs: bool = True,
    ) -> KeyFile:
        """Return a key file with a certificate of this authority."""
        key = rsa.generate_private_key(65537, bits)
        usage = dict.fromkeys(
            ["data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"], False
        )
        made = (
            x509.CertificateBuilder()
            .subject_name(name(common))
            .issuer_name(self.certificate.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(since)
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(digital_signature=signs, content_commitment=signs, key_encipherment=not signs, **usage),
                critical=True,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .sign(self.key, SHA256())
        )
        content = pkcs12.serialize_key_and_certificates(
            b"key", key, made, [self.certificate], BestAvailableEncryption(PASSWORD.encode())
        )
        return KeyFile(content, PASSWORD)


def make_authority(common: str = "CA thử nghiệm") -> Authority:
    key = rsa.generate_private_key(65537, 2048)
    made = (
        x509.CertificateBuilder()
        .subject_name(name(common, "Cơ quan chứng thực thử"))
        .issuer_name(name(common, "Cơ quan chứng thực thử"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(FROM)
        .not_valid_after(UNTIL + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=False,
                content_commitment=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                key_cert_sign=True,
                crl_sign=True,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, SHA256())
    )
    return Authority(key, made)


@pytest.fixture(scope="session")
def authority() -> Authority:
    """The authority that the installation trusts."""
    return make_authority()


@pytest.fixture(scope="session")
def key_file(authority: Authority) -> KeyFile:
    """The key of somebody with a certificate of that authority."""
    return authority.key_file()


@pytest.fixture(scope="session")
def paper(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A result as an office would make it: two pages with Vietnamese text."""
    template: Path = tmp_path_factory.mktemp("paper") / "paper.typ"
    template.write_text(
        '#set document(title: "Giấy xác nhận")\n#set text(font: sys.inputs.font, lang: "vi")\n'
        "= Giấy xác nhận tình trạng hôn nhân\nXác nhận bà Nguyễn Thị Năm chưa đăng ký kết hôn với ai.\n"
        "#pagebreak()\nTrang hai.\n",
        "utf-8",
    )
    return pdf(template, {}, datetime(2017, 11, 22, 2, 30, tzinfo=UTC))


@pytest.fixture(autouse=True)
def _a_new_minute() -> None:
    """The tests' clock stands still, so that checks of earlier tests would count for ever."""
    public._window.minute = None

"""The seal of this installation on a PDF, so that any reader of PDFs sees a change.

The key is made here once and kept beside the database, readable for its owner alone. It says where
the file comes from; it is no qualified seal, and no authority vouches for it.
"""

import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD = "Zegel"
VALID = timedelta(days=3650)


def seal(pdf: bytes, key_file: Path, *, reason: str) -> bytes:
    """The same PDF with a PAdES seal behind it: the bytes that were there stay as they are."""
    signer = _signer(key_file)
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD,
        subfilter=SigSeedSubFilter.PADES,
        md_algorithm="sha256",
        reason=reason,
        name="Schakel",
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    sealed = signers.PdfSigner(meta, signer).sign_pdf(writer)
    return bytes(sealed.getvalue())


def certificate(key_file: Path) -> asn1_x509.Certificate:
    """The certificate with which a seal can be checked; it is made with the key."""
    return _parts(key_file)[1]


def _signer(key_file: Path) -> signers.SimpleSigner:
    key, cert = _parts(key_file)
    return signers.SimpleSigner(
        signing_cert=cert,
        signing_key=key,
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


def _parts(key_file: Path) -> tuple[keys.PrivateKeyInfo, asn1_x509.Certificate]:
    if not key_file.exists():
        _make(key_file)
    found = {name: data for name, _, data in pem.unarmor(key_file.read_bytes(), multiple=True)}
    key = keys.PrivateKeyInfo.load(found["PRIVATE KEY"])
    return key, asn1_x509.Certificate.load(found["CERTIFICATE"])


def _make(key_file: Path) -> None:
    """Write a new key with its certificate, whole or not at all; another process may be first."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    now = datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Schakel")])
    cert = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + VALID)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .sign(key, hashes.SHA256())
    )
    text = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ) + cert.public_bytes(serialization.Encoding.PEM)
    fresh = key_file.with_suffix(f".{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_bytes(text)
    try:
        os.link(fresh, key_file)
    except FileExistsError:
        return
    finally:
        fresh.unlink()


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )

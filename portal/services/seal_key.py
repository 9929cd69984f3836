"""The key that seals documents, and every certificate that ever did: files, never rows.

The portal's own one is a PKCS#12 file in the instance folder, with a certificate it signed
itself; an office that has a certificate gives its file instead. In development it is made at
first use; elsewhere somebody makes it on purpose, so that nobody seals by a key unawares.
"""

import os
import secrets
import stat
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption
from cryptography.hazmat.primitives.serialization.pkcs12 import (
    load_pkcs12,
    serialize_key_and_certificates,
)
from cryptography.x509.oid import NameOID

from portal.domain.errors import RuleBroken

OWN, KNOWN = "sealing.p12", "sealing-certificates.pem"
EXPONENT, BITS = 65_537, 3072
"""RSA: every reader of PDF knows it, and the file stays one of PDF 1.7, as PDF/A-3 asks."""
LIFE = timedelta(days=3653)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Settings:
    """Where the key lies, and how it is opened; ``given`` is the office's own file or empty.

    ``timestamps`` is the address of a time-stamping authority, empty to work without one;
    ``needs_stamp`` says whether a file waits for its stamp or is sealed without it.
    """

    folder: Path
    given: str = ""
    passphrase: str = ""
    timestamps: str = ""
    name: str = "portal"
    makes_own: bool = False
    needs_stamp: bool = False


@dataclass(frozen=True)
class Key:
    """The file of the key as it is opened: PKCS#12, with its passphrase where it has one."""

    content: bytes
    passphrase: bytes | None


_kept: list[Settings] = []


def use(settings: Settings) -> None:
    """Seal by the key that these settings name."""
    _kept[:] = [settings]


def settings() -> Settings:
    """Return the settings in use."""
    return _kept[0]


def is_given() -> bool:
    """Say whether the office gives its own file, which the portal does not change."""
    return bool(settings().given)


def exists() -> bool:
    """Say whether there is a file of a key."""
    return _path().exists()


def require_ready(at: datetime) -> Key:
    """Return the key; refuse when it is missing, open to others, or cannot be read."""
    path, mine = _path(), settings()
    if not exists():
        if is_given() or not mine.makes_own:
            raise RuleBroken("seal_key_missing")
        make(at)
    if path.stat().st_mode & _OTHERS:
        raise RuleBroken("seal_key_open")
    key = Key(path.read_bytes(), mine.passphrase.encode() or None)
    _remember(_certificate(key))
    return key


def _path() -> Path:
    mine = settings()
    return Path(mine.given) if mine.given else mine.folder / OWN


@lru_cache(maxsize=1)
def _certificate(key: Key) -> x509.Certificate:
    try:
        opened = load_pkcs12(key.content, key.passphrase)
    except ValueError as error:
        raise RuleBroken("seal_key_unreadable") from error
    if opened.key is None or opened.cert is None:
        raise RuleBroken("seal_key_unreadable")
    return opened.cert.certificate


def make(at: datetime) -> str:
    """Make another key with a certificate of its own, and return its fingerprint.

    The certificate of the one before stays known for what it has sealed.
    """
    secret = rsa.generate_private_key(EXPONENT, BITS)
    made = _self_signed(secret, at)
    content = serialize_key_and_certificates(b"portal", secret, made, None, NoEncryption())
    _write(settings().folder / OWN, content)
    _remember(made)
    return _fingerprint(made)


def _self_signed(secret: rsa.RSAPrivateKey, at: datetime) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, settings().name[:64])])
    uses = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign"), False
    )
    rest = dict.fromkeys(("crl_sign", "encipher_only", "decipher_only"), False)
    signs = x509.KeyUsage(digital_signature=True, content_commitment=True, **uses, **rest)
    plain = x509.BasicConstraints(ca=False, path_length=None)
    draft = x509.CertificateBuilder().subject_name(name).issuer_name(name)
    draft = draft.public_key(secret.public_key()).serial_number(x509.random_serial_number())
    draft = draft.not_valid_before(at - timedelta(hours=1)).not_valid_after(at + LIFE)
    draft = draft.add_extension(signs, critical=True).add_extension(plain, critical=True)
    return draft.sign(secret, hashes.SHA256())


def known() -> dict[str, x509.Certificate]:
    """Return every certificate that seals or sealed here, by its fingerprint."""
    kept = settings().folder / KNOWN
    if not kept.exists():
        return {}
    listed = x509.load_pem_x509_certificates(kept.read_bytes())
    return {_fingerprint(each): each for each in listed}


def _remember(certificate: x509.Certificate) -> None:
    listed = known()
    if _fingerprint(certificate) not in listed:
        every = [*listed.values(), certificate]
        pem = b"".join(each.public_bytes(Encoding.PEM) for each in every)
        _write(settings().folder / KNOWN, pem)


def _fingerprint(certificate: x509.Certificate) -> str:
    return certificate.fingerprint(hashes.SHA256()).hex()


def _write(path: Path, content: bytes) -> None:
    """Write a file that only this user reads, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)

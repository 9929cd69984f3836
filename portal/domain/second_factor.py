"""The second factor: codes of an authenticator by the clock (RFC 6238), and recovery codes."""

import secrets
from base64 import b32encode
from datetime import datetime
from hmac import compare_digest

import pyotp

STEP = 30
"""How many seconds one code of an authenticator stands."""
DRIFT = 1
"""By how many steps the clock of a telephone may be off, on either side."""
RECOVERY_CODES = 10
_RECOVERY_BYTES = 10
_GROUP = 4


def new_secret() -> str:
    """Make what an authenticator and the portal share: 160 bits, in base32."""
    return pyotp.random_base32()


def link(secret: str, account: str, issuer: str) -> str:
    """Return the address that hands the secret to an authenticator, as a code to be scanned."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def fitting_step(secret: str, typed: str, at: datetime, used: int) -> int | None:
    """Return the step of time that a typed code is of; None when it fits none.

    A step up to ``used`` counts no more: a code that was seen while it was typed is worthless.
    """
    if not secret:
        return None
    present = int(at.timestamp()) // STEP
    codes = pyotp.TOTP(secret)
    for step in range(present - DRIFT, present + DRIFT + 1):
        if step > used and compare_digest(codes.generate_otp(step), _digits(typed)):
            return step
    return None


def _digits(typed: str) -> str:
    return "".join(each for each in typed if each in "0123456789")


def grouped(text: str) -> str:
    """Write a secret or a code in groups that people can copy by hand."""
    return " ".join(text[place : place + _GROUP] for place in range(0, len(text), _GROUP))


def new_recovery_codes() -> list[str]:
    """Make codes for the day on which the telephone is lost: 80 bits each, in base32."""
    made = (b32encode(secrets.token_bytes(_RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))
    return [each.decode().lower() for each in made]


def bare(typed: str) -> str:
    """Return a recovery code as it was made, however it was grouped or written."""
    return "".join(each for each in typed.lower() if each.isalnum())

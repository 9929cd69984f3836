"""Time stamps by an authority (RFC 3161), asked for over HTTP and looked at before use."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext

from portal.domain.errors import RuleBroken
from portal.services import seal_key

SECONDS = 10
"""How long an authority may take for one stamp."""
Token = Any
"""A piece of a stamp as the library reads it; it has no types."""
ALIEN = "not over what was asked for"


class NoStampError(Exception):
    """An authority gave no stamp that counts: not reached, refused, or over something else."""


@dataclass(frozen=True)
class Stamp:
    """When an authority says that something was there, and what it calls itself."""

    at: datetime
    authority: str


class Authority(HTTPTimeStamper):
    """A client that takes only a stamp over what was asked for, whose signature holds.

    Whether the authority is one to trust is for whoever reads the file: the portal has no list.
    """

    def __init__(self, address: str) -> None:
        super().__init__(address, timeout=SECONDS)

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Token:
        """Ask for a stamp over a digest; raise ``NoStampError`` when none is given."""
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            sound = await _is_sound(token["content"], message_digest)
        except Exception as error:
            raise NoStampError(type(error).__name__) from error
        if not sound:
            raise NoStampError(ALIEN)
        return token


async def _is_sound(signed: Token, digest: bytes) -> bool:
    itself = ValidationContext(
        trust_roots=[each.chosen for each in signed["certificates"]],
        allow_fetching=False,
        moment=_info(signed)["gen_time"].native,
    )
    found = await validate_tst_signed_data(signed, itself, lambda _algorithm: digest)
    return bool(found["intact"] and found["valid"])


def _info(signed: Token) -> Token:
    return signed["encap_content_info"]["content"].parsed


def tried() -> Stamp:
    """Ask the authority of the settings for one stamp; refuse when it gives none."""
    address = seal_key.settings().timestamps
    if not address:
        raise RuleBroken("seal_timestamp_unset")
    try:
        token = asyncio.run(Authority(address).async_timestamp(_trial(), "sha256"))
    except NoStampError as error:
        raise RuleBroken("seal_timestamp_missing") from error
    signed = token["content"]
    named = signed["certificates"][0].chosen.subject.human_friendly
    return Stamp(_info(signed)["gen_time"].native, named)


def _trial() -> bytes:
    return hashlib.sha256(b"A trial of the portal's seal").digest()

"""What one submission of 2 MB cannot do without: hashes, ciphers, boxes and a signature.

Measured in processor time of one core, so that a busy machine distorts it little. The rate that
a rush reaches is given as a share of what these alone would allow a core.
"""

import hashlib
import os
from collections.abc import Callable
from io import BytesIO
from statistics import median
from time import process_time

from argon2 import PasswordHasher
from nacl.signing import SigningKey

from portal.domain import seal_keys
from portal.domain.envelopes import Bound, seal

TIMES = 9


def spent(act: Callable[[], object], times: int = TIMES) -> float:
    """Return the seconds of processor time that an act takes, the median of some."""
    taken = []
    for _ in range(times):
        begin = process_time()
        act()
        taken.append(process_time() - begin)
    return median(taken)


def of_a_submission(size: int) -> float:
    """Return the seconds of a core for sealing so many bytes, and for signing the receipt.

    SHA-256 of the file, which must still be what was uploaded, and of the envelope; the stream
    cipher; a box for the call and one for the partner (X25519); Ed25519.
    """
    content, signer = os.urandom(size), SigningKey.generate()
    keys = {name: seal_keys.new_pair().public for name in ("call", "partner")}
    bound = Bound("call", "partner", "proposal", 1, "whole")

    def act() -> None:
        hashlib.sha256(content).hexdigest()
        sealed = seal(bound, keys, [content], BytesIO(), size)
        signer.sign(sealed.sha256.encode())

    return spent(act)


def of_a_password() -> float:
    """Return the seconds of a core for one check of a password, as the portal keeps it."""
    hasher = PasswordHasher()
    kept = hasher.hash("nobody has this password")
    return spent(lambda: hasher.verify(kept, "nobody has this password"))

"""The portal's own key: made at first use, it signs checkpoints of the log and receipts."""

import json
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from nacl.signing import SigningKey

from portal.domain.signed_notes import key_id, raw, text

KEPT, RETIRED = "signing-key", "retired-keys.json"
_place: dict[str, Path] = {}
_given: dict[str, str] = {}


def use(folder: Path, key: str = "", retired: str = "") -> None:
    """Keep the key in this folder, or take it and the retired public keys as they are given."""
    _place["folder"] = folder
    _given.update(key=key, retired=retired)


def key() -> SigningKey:
    """Return the key that signs now, made and kept when there is none yet."""
    seed = _given["key"] or _kept().read_text(encoding="ascii").strip()
    return SigningKey(raw(seed))


def public() -> bytes:
    """Return the public half of the key that signs now."""
    return bytes(key().verify_key)


def known() -> Mapping[str, bytes]:
    """Return the public keys of this portal by their short name, the present one first."""
    return {key_id(each): each for each in (public(), *_retired())}


def is_given() -> bool:
    """Say whether the key comes from the environment, where the portal cannot change it."""
    return bool(_given["key"])


def renew() -> None:
    """Make another key; the public half of the present one stays known as retired."""
    kept, retired = _place["folder"] / RETIRED, [text(public()), *map(text, _retired())]
    _write(kept, json.dumps(retired))
    _write(_place["folder"] / KEPT, _new_seed())


def _retired() -> list[bytes]:
    kept = _place["folder"] / RETIRED
    own = json.loads(kept.read_text(encoding="ascii")) if kept.exists() else []
    return [raw(each) for each in [*_given["retired"].split(), *own]]


def _kept() -> Path:
    path = _place["folder"] / KEPT
    if not path.exists():
        _make(path)
    return path


def _make(path: Path) -> None:
    """Write a new key; when another process is first, its key stands."""
    own = path.with_name(f"{KEPT}.{secrets.token_hex(8)}")
    _write(own, _new_seed())
    try:
        os.link(own, path)
    except FileExistsError:
        return
    finally:
        own.unlink()


def _new_seed() -> str:
    return text(bytes(SigningKey.generate()))


def _write(path: Path, content: str) -> None:
    """Write a file that only this user reads, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)

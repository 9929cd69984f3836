"""Proposals sealed on the partner's own computer, for the tests: packed, sealed, handed in."""

import hashlib
import json
from io import BytesIO

from portal import seal_tool
from portal.domain import envelopes as sealing
from portal.domain import seal_cards, sealed_package
from portal.domain.actions import PARTNER_ROLES
from portal.models.sealing import Content
from portal.services import library, own_sealing, proposal_drafts, proposals
from portal.services.uploads import ENVELOPE, Announced
from tests import factories as make


def all_declared():
    """The declarations of a proposal, every one of them made."""
    version = library.read("declarations")["version"]
    return {"version": version, "codes": list(proposal_drafts.declarations())}


def draft(call, **facts):
    """A complete draft for a call that partners seal for themselves, and who signs it."""
    made = make.proposal(call, declarations=all_declared(), **facts)
    return proposals.by_id(made.id), make.keyed(*PARTNER_ROLES, partner=made.partner)


def packed(of, by, content=Content.WHOLE):
    """The package of a draft as its partner downloads it."""
    length, pieces = own_sealing.package(fresh(of), content, by, make.moment())
    given = b"".join(pieces)
    assert len(given) == length
    return given


def fresh(of):
    return proposals.by_id(of.id)


def sealed(package, folder):
    """The envelope that the command makes of a package."""
    source, target = folder / "package", folder / "envelope"
    source.write_bytes(package)
    target.unlink(missing_ok=True)
    assert seal_tool.main([str(source), str(target)]) == 0
    return target.read_bytes()


def read(package):
    """The card of a package and its manifest."""
    source = BytesIO(package)
    card = seal_cards.read_head(source)
    manifest, _files = sealed_package.unpack(iter([source.read()]))
    return seal_cards.read_card(card), manifest


def forged(package, manifest, files=()):
    """An envelope for the card of a package that holds whatever somebody wrote."""
    (bound, recipients), _manifest = read(package)
    if isinstance(manifest, bytes):
        length, parts = 8 + len(manifest), [len(manifest).to_bytes(8) + manifest]
    else:
        given = {key: manifest[key] for key in manifest if key != "files"}
        rows = [(hashlib.sha256(each).hexdigest(), len(each), [each]) for each in files]
        length, parts = sealed_package.pack(given, rows)
    out = BytesIO()
    sealing.seal(bound, recipients, parts, out, length)
    return out.getvalue()


def written(value):
    """A manifest as nobody but an attacker writes it."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def arrive(of, by, envelope, content=Content.WHOLE):
    """Upload an envelope."""
    told = Announced("Envelope", f"{ENVELOPE}{content.value}", "my.envelope", len(envelope))
    own_sealing.receive(fresh(of), told, BytesIO(envelope), by, make.moment())


def submit(of, by):
    """Submit what has arrived."""
    own_sealing.submit(fresh(of), by, make.moment())
    return fresh(of)

"""One record of each kind that the pages of a partner's house name."""

from datetime import timedelta
from uuid import uuid4

from portal.domain.actions import Role
from portal.domain.partner_house import DocumentKind, Grounds
from portal.models import (
    BankAccount,
    JoinRequest,
    MemberInvitation,
    PartnerDocument,
    Person,
    Resemblance,
)
from portal.services import bank_numbers, files
from tests import factories
from tests.factories import NOON

NUMBER = "MA64011519000001205000534921"


def account(partner, asker, number=NUMBER, **facts):
    """A bank account that waits for its confirmation."""
    given = {
        "holder": partner.name,
        "bank": "Banque de la Ville",
        "country": "MA",
        "currency": "MAD",
        "asked_at": NOON,
    }
    key = uuid4()
    given["locked_number"] = bank_numbers.lock(key, partner.id, number)
    return BankAccount.create(id=key, partner=partner, asked_by=asker, **{**given, **facts})


def paper(partner, **facts):
    """A document of the profile."""
    given = {
        "kind": DocumentKind.STATUTES,
        "title": "Statutes",
        "filename": "statutes.pdf",
        "media_type": "application/pdf",
        "size": 5,
        "sha256": "0" * 64,
        "path": files.put("partners", b"bytes"),
        "added_at": NOON,
    }
    return PartnerDocument.create(partner=partner, **{**given, **facts})


def invitation(partner, by, **facts):
    """An invitation that waits."""
    given = {
        "email": "new@nour.example",
        "roles": [Role.PARTNER_EDITOR.value],
        "token_hash": "1" * 64,
        "language": "en",
        "created_at": NOON,
        "expires_at": factories.moment() + timedelta(days=7),
    }
    return MemberInvitation.create(partner=partner, created_by=by, **{**given, **facts})


def records(partner):
    """Keys of one record of each kind, by the part of the address that names it."""
    member = Person.get(Person.partner == partner)
    asked = JoinRequest.create(partner=partner, person=factories.person(), asked_at=NOON)
    alike = Resemblance.create(
        partner=partner,
        other=factories.partner(),
        grounds=Grounds.NAME,
        reason="Another town, other people, another number.",
        noted_at=NOON,
    )
    return {
        "person_id": [member.id],
        "request_id": [asked.id],
        "invitation_id": [invitation(partner, member).id],
        "account_id": [account(partner, member).id],
        "document_id": [paper(partner).id],
        "resemblance_id": [alike.id],
    }

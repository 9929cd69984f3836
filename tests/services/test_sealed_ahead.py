"""What is sealed before the transaction holds only what the transaction finds."""

import pytest

from portal.domain.actions import PARTNER_ROLES
from portal.domain.errors import WrongState
from portal.models import Answer, Envelope, PartnerKey
from portal.services import (
    envelopes,
    files,
    partner_keys,
    proposal_recall,
    proposals,
    sealed_ahead,
)
from tests import factories, openings
from tests.papers import pdf

CHANGED = "Written while the portal was sealing."
filled = envelopes.fill


@pytest.fixture
def draft(app):
    made = factories.proposal(openings.sealed_call())
    return proposals.by_id(made.id)


@pytest.fixture
def by(draft):
    return factories.keyed(*PARTNER_ROLES, partner=draft.partner)


@pytest.fixture
def meanwhile(monkeypatch):
    """Let something be done once, after a draft was sealed and before its turn has come."""

    def arrange(act):
        flush, acts = files.flush, [act]

        def flushed(path):
            if acts:
                acts.pop()()
            flush(path)

        monkeypatch.setattr(files, "flush", flushed)

    return arrange


def submitted(draft, by):
    proposals.submit(draft, by, factories.moment())
    return proposals.by_id(draft.id)


def texts(done, by):
    opened = proposal_recall.read(done, factories.PASSPHRASE, by)
    return {each.text for each in opened.written}


def require_one_file():
    """The file of the one envelope is there, whole, and no other."""
    assert files.names("envelopes") == [Envelope.get().path]
    assert envelopes.is_whole(Envelope.get())


def test_a_draft_is_sealed_once_before_its_turn(draft, by, monkeypatch):
    openings.attach(draft, pdf(), by)
    within = []
    monkeypatch.setattr(envelopes, "write", lambda *given: within.append(given))
    done = submitted(proposals.by_id(draft.id), by)
    assert within == []
    require_one_file()
    assert len(texts(done, by)) == 1


def test_a_text_saved_meanwhile_is_what_is_sealed(draft, by, meanwhile):
    meanwhile(lambda: Answer.update(text=CHANGED).execute())
    done = submitted(draft, by)
    assert texts(done, by) == {CHANGED}
    require_one_file()


def test_a_key_made_meanwhile_by_a_colleague_is_the_one_it_is_sealed_to(draft, by, meanwhile):
    meanwhile(lambda: partner_keys.make(draft.partner, by, factories.moment()))
    done = submitted(draft, by)
    assert PartnerKey.select().count() == 1
    assert texts(done, by)
    require_one_file()


def test_a_profile_changed_meanwhile_is_kept_as_it_stands_now(draft, by, meanwhile):
    partner = draft.partner
    meanwhile(lambda: type(partner).update(city="Agadir").execute())
    done = submitted(draft, by)
    kept = proposal_recall.read(done, factories.PASSPHRASE, by).kept
    assert "Agadir" in str([each.content for each in kept])
    require_one_file()


def test_a_file_that_goes_away_meanwhile_leaves_it_to_the_transaction(draft, by, monkeypatch):
    def gone(envelope, *given):
        monkeypatch.setattr(envelopes, "fill", filled)
        filled(envelope, *given)
        raise FileNotFoundError(envelope.path)

    monkeypatch.setattr(envelopes, "fill", gone)
    submitted(draft, by)
    require_one_file()


def test_a_second_click_seals_nothing(draft, by):
    submitted(draft, by)
    with sealed_ahead.sealed(draft, by, factories.moment()) as ahead:
        assert ahead.sealed == {}
    with pytest.raises(WrongState):
        proposals.submit(draft, by, factories.moment())
    require_one_file()

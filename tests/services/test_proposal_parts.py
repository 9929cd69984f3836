"""The parts of a proposal through their services: kept, refused, compared, submitted."""

from datetime import date

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, NotFound, RuleBroken, RulesBroken
from portal.domain.lifecycle import CallState
from portal.domain.proposal_parts import PartKey
from portal.models import Call, Event, Lot, Proposal, ProposalPart
from portal.play.people import read
from portal.services import (
    proposal_changes,
    proposal_contents,
    proposal_parts,
    proposal_profile,
    proposal_receipt,
    proposal_snapshot,
    proposals,
)
from portal.services.proposal_parts import PartDraft
from tests import factories
from tests.factories import moment

pytestmark = pytest.mark.usefixtures("app")
RISK = {
    "key": "",
    "risk": "An address becomes known",
    "likelihood": 3,
    "impact": 4,
    "mitigation": "Move within a night",
    "owner": "Director",
}


def begun(*asked):
    """A draft for a call that asks for some parts, and its writer."""
    keys = [each.value for each in asked or (PartKey.RISKS,)]
    call = factories.call(CallState.PUBLISHED, proposal_parts=keys)
    of = factories.partner()
    return factories.proposal(call, of), factories.actor(Role.PARTNER_OWNER, partner=of)


def save(proposal, by, content, seen=0, key=PartKey.RISKS):
    proposal_parts.save(proposal, PartDraft(key, content, seen), by, moment())


def kept(proposal):
    return ProposalPart.get(ProposalPart.proposal == proposal)


def test_saving_keeps_content_version_and_one_event():
    proposal, by = begun()
    save(proposal, by, {"rows": [RISK]})
    save(proposal, by, {"rows": [kept(proposal).content["rows"][0], RISK]}, 1)
    row = kept(proposal)
    assert (row.version, len(row.content["rows"]), row.saved_by_id) == (2, 2, by.person_id)
    keys = [each["key"] for each in row.content["rows"]]
    assert len(set(keys)) == 2
    saved = Event.select().where(Event.name == "proposal.part_saved")
    assert saved.count() == 2


def test_two_rows_with_one_key_do_not_become_one():
    proposal, by = begun()
    save(proposal, by, {"rows": [{**RISK, "key": "a"}, {**RISK, "key": "a"}]})
    first, second = kept(proposal).content["rows"]
    assert first["key"] == "a"
    assert second["key"] != "a"


def test_a_version_that_others_saved_over_is_refused_with_theirs():
    proposal, by = begun()
    save(proposal, by, {"rows": [RISK]})
    with pytest.raises(Conflict) as refused:
        save(proposal, by, {"rows": []})
    assert refused.value.version == 1
    assert refused.value.theirs["content"]["rows"][0]["risk"] == "An address becomes known"
    assert kept(proposal).version == 1


def test_a_part_that_is_not_asked_for_cannot_be_saved():
    proposal, by = begun()
    with pytest.raises(NotFound):
        save(proposal, by, {"rows": []}, key=PartKey.HANDOVER)


def test_only_writers_of_the_partner_save():
    proposal, _by = begun()
    stranger = factories.actor(Role.PARTNER_OWNER, partner=factories.partner())
    with pytest.raises(NotAllowed):
        save(proposal, stranger, {"rows": [RISK]})
    assert not ProposalPart.select().exists()


def test_what_is_no_content_of_a_part_is_refused_and_nothing_is_kept():
    proposal, by = begun()
    for content in ({"rows": [{"risk": 5}]}, {"rows": "x"}, {"rows": [{**RISK, "impact": 9}]}):
        with pytest.raises(RuleBroken):
            save(proposal, by, content)
    assert not ProposalPart.select().exists()


def test_a_complete_part_blocks_no_more_and_an_open_one_does():
    proposal, by = begun()
    rules = {each.rule for each in proposal_contents.whole(proposal).blocking}
    assert "part_risks_missing" in rules
    save(proposal, by, {"rows": [{**RISK, "owner": ""}]})
    rules = {each.rule for each in proposal_contents.whole(proposal).blocking}
    assert "risks_row_open" in rules
    save(proposal, by, {"rows": [RISK]}, 1)
    fields = {each.field for each in proposal_contents.whole(proposal).blocking}
    assert "risks" not in fields


def test_a_part_that_is_missing_keeps_the_proposal_from_being_submitted():
    proposal, _by = begun()
    signatory = factories.actor(Role.PARTNER_SIGNATORY, partner=proposal.partner)
    with pytest.raises(RulesBroken) as refused:
        proposals.submit(proposal, signatory, moment())
    assert "part_risks_missing" in {each.rule for each in refused.value.broken}
    assert not ProposalPart.select().exists()


def test_the_profile_is_kept_as_it_stood_at_the_submission():
    proposal, by = begun()
    save(proposal, by, {"rows": [RISK]})
    signatory = factories.actor(Role.PARTNER_SIGNATORY, partner=proposal.partner)
    proposals.submit(proposal, signatory, moment())
    before = proposal.partner.mandate
    type(proposal.partner).update(mandate="Something else").execute()
    now = proposals.by_id(proposal.id)
    profile = proposal_profile.of(now, proposal_parts.kept_of(now))
    assert profile.content["essentials"]["mandate"] == before
    assert profile.taken_at is not None
    assert "bank" not in profile.content


def test_the_fingerprint_covers_the_parts():
    proposal, by = begun()
    save(proposal, by, {"rows": [RISK]})
    signatory = factories.actor(Role.PARTNER_SIGNATORY, partner=proposal.partner)
    proposals.submit(proposal, signatory, moment())
    assert proposal_receipt.is_intact(proposals.by_id(proposal.id))
    row = ProposalPart.get(ProposalPart.key == "risks")
    ProposalPart.update(content={**row.content, "rows": []}).where(
        ProposalPart.id == row.id
    ).execute()
    assert not proposal_receipt.is_intact(proposals.by_id(proposal.id))


def test_a_content_without_parts_has_the_fingerprint_of_before():
    proposal = factories.proposal()
    assert "parts" not in proposal_contents.canonical(proposal_contents.whole(proposal))


def test_parts_are_taken_out_and_put_back_with_the_rest():
    proposal, by = begun()
    save(proposal, by, {"rows": [RISK]})
    taken = proposal_snapshot.take(proposal)
    before = kept(proposal).content
    proposal_snapshot.purge(proposal)
    assert not ProposalPart.select().exists()
    proposal_snapshot.restore(proposal, taken)
    assert kept(proposal).content == before


def test_an_addendum_marks_the_parts_that_it_changed():
    assert proposal_changes.PARTS["staffing"] == "staffing"
    assert proposal_changes.PARTS["timetable"] == "work_plan"


def test_targets_are_compared_only_where_the_call_has_one_lot():
    proposal, by = begun(PartKey.INDICATORS)
    name = proposal_parts.target_name(proposal.call.indicators.get())
    save(proposal, by, {"values": {name: 10}}, key=PartKey.INDICATORS)
    part = proposal_parts.part(proposal, PartKey.INDICATORS, by)
    assert [each.rule for each in part.broken] == ["target_low"]
    Lot.create(call=proposal.call, number=2, city="Oujda", title="Oujda", ceiling=1000)
    part = proposal_parts.part(proposal, PartKey.INDICATORS, by)
    assert part.broken == []


def test_the_engagement_ends_after_the_months_of_the_call():
    call = Call(starts_on=date(2027, 2, 1), months=12)
    assert proposal_parts.last_day(call) == date(2028, 1, 31)
    assert proposal_parts.last_day(Call(starts_on=None)) is None


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("programme")
def test_the_parts_of_the_sample_programme_lack_nothing():
    written = list(Proposal.select())
    assert len(written) == len(read("proposals")["proposal"])
    for made in written:
        whole = proposal_contents.whole(made)
        assert len(whole.parts) == len(PartKey)
        assert [broken for part in whole.parts for broken in part.broken] == []
        assert whole.blocking == []

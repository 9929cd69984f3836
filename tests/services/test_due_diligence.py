"""Declarations, verification and flags, and what they mean for applying."""

from datetime import timedelta

import pytest

from portal import jobs
from portal.domain.actions import Role
from portal.domain.errors import NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle import CallState, FlagState, ProposalState, VerificationState
from portal.domain.verification import Answer, FlagCategory
from portal.models import (
    DeliveredMail,
    Effect,
    Event,
    Flag,
    PartnerDeclaration,
    Proposal,
    SanctionsEntry,
    Verification,
)
from portal.services import (
    clock,
    diligence,
    flags,
    partner_declarations,
    proposals,
    standing,
    verification,
)
from portal.services.file_checks import Limits, Upload
from portal.services.steps import fresh
from tests import factories as make
from tests import papers

LIMITS = Limits(1_000_000, 1)
PDF = papers.pdf()
WHY = "Seen in the audit report of last year."

pytestmark = pytest.mark.usefixtures("app")


def answers(no="", note="Not yet."):
    return {
        code: Answer(yes=code != no, note=note if code == no else "")
        for code in partner_declarations.statements("en")
    }


def fresh_partner():
    """A partner that has declared nothing yet."""
    of = make.partner()
    PartnerDeclaration.delete().where(PartnerDeclaration.partner == of).execute()
    return of


def rules(broken):
    return [each.rule for each in broken]


def test_the_signatory_makes_the_declarations_and_the_history_is_kept():
    of = fresh_partner()
    by = make.actor(Role.PARTNER_SIGNATORY, partner=of)
    partner_declarations.declare(of, answers(no="integrity"), by, clock.now())
    partner_declarations.declare(of, answers(), by, clock.now() + timedelta(days=1))
    assert partner_declarations.present(of).agreed
    assert [each.agreed for each in partner_declarations.history(of)] == [True, False]


def test_a_second_click_stores_the_same_answers_once():
    of = fresh_partner()
    by = make.actor(Role.PARTNER_OWNER, partner=of)
    for _click in range(2):
        partner_declarations.declare(of, answers(), by, clock.now())
    assert PartnerDeclaration.select().count() == 1
    assert Event.select().where(Event.name == "partner.declared").count() == 1


def test_an_open_statement_and_a_bare_no_are_refused_and_nothing_is_stored():
    of = fresh_partner()
    by = make.actor(Role.PARTNER_OWNER, partner=of)
    given = answers(no="integrity", note="")
    given.pop("values")
    with pytest.raises(RulesBroken) as refused:
        partner_declarations.declare(of, given, by, clock.now())
    assert {each.field for each in refused.value.broken} == {"values_ok", "integrity_note"}
    assert PartnerDeclaration.select().count() == 0


def test_an_editor_and_another_partner_make_no_declarations():
    of = fresh_partner()
    editor = make.actor(Role.PARTNER_EDITOR, partner=of)
    other = make.actor(Role.PARTNER_OWNER, partner=make.partner())
    for by in (editor, other):
        with pytest.raises(NotAllowed):
            partner_declarations.declare(of, answers(), by, clock.now())


def test_a_newer_version_asks_every_partner_again():
    of = fresh_partner()
    make.declared(of, version="1999-1")
    owner = make.actor(Role.PARTNER_OWNER, partner=of)
    assert rules(standing.against_submission(of)) == ["partner_undeclared"]
    words = [each.word for each in diligence.work_items(owner, clock.now())]
    assert words == ["work.declare_partner"]


def lot_for(of):
    call = make.call(CallState.PUBLISHED)
    return call.lots.first(), make.actor(Role.PARTNER_OWNER, partner=of)


def test_a_partner_without_declarations_may_draft_and_not_submit():
    of = fresh_partner()
    lot, owner = lot_for(of)
    proposals.start(lot, owner, clock.now())
    draft = proposals.by_id(make.proposal(lot.call, fresh_partner()).id)
    signatory = make.actor(Role.PARTNER_SIGNATORY, partner=draft.partner)
    with pytest.raises(RulesBroken) as refused:
        proposals.submit(draft, signatory, clock.now())
    assert "partner_undeclared" in rules(refused.value.broken)
    assert fresh(draft).state is ProposalState.DRAFT


def test_a_partner_that_answered_no_starts_and_submits_nothing():
    of = fresh_partner()
    make.declared(of, no="integrity")
    lot, owner = lot_for(of)
    with pytest.raises(RulesBroken) as refused:
        proposals.start(lot, owner, clock.now())
    assert rules(refused.value.broken) == ["partner_ineligible"]
    assert Proposal.select().count() == 0


def test_a_red_flag_stops_applying_with_a_sentence_that_names_only_a_contact(monkeypatch):
    monkeypatch.setenv("PORTAL_CONTACT", "partners@office.example")
    of = make.partner()
    draft = make.proposal(partner=of)
    Flag.create(
        partner=of,
        state=FlagState.RED,
        category=FlagCategory.FINANCE,
        text="Money is missing.",
        author=make.person(),
        raised_at=clock.now(),
    )
    lot, owner = lot_for(of)
    with pytest.raises(RulesBroken) as refused:
        proposals.start(lot, owner, clock.now())
    told = refused.value.broken[0]
    assert (told.rule, told.facts) == (
        "applying_stopped",
        {"contact": "partners@office.example"},
    )
    blocking = rules(proposals.blocking(proposals.by_id(draft.id)))
    assert "applying_stopped" in blocking


def sent(of=None):
    of = of or make.partner()
    verification.ask(of, make.actor(Role.PARTNER_OWNER, partner=of), clock.now())
    return of


def verdict(state=VerificationState.VERIFIED, text="", no=""):
    given = {
        code: Answer(yes=code != no, note="Expired." if code == no else "")
        for code in verification.questions("en")
    }
    return verification.Verdict(given, state, text)


def procurement():
    return make.actor(Role.PROCUREMENT_OFFICER)


def test_a_sent_profile_is_verified_for_the_years_of_the_setting(monkeypatch):
    monkeypatch.setenv("PORTAL_VERIFICATION_YEARS", "2")
    of = sent()
    decided = verification.decide(of, verdict(), procurement(), clock.now())
    today = clock.now().date()
    assert decided.expires_on.year == today.year + 2
    assert verification.expires_soon(decided, decided.expires_on - timedelta(days=30))
    assert not verification.expires_soon(decided, today)


def test_the_owner_gets_the_verdict_by_mail():
    of = sent()
    conditions = verdict(VerificationState.CONDITIONS, "Renew the certificate.", "registered")
    verification.decide(of, conditions, procurement(), clock.now())
    jobs.deliver_pending(lambda _document: b"")
    mail = DeliveredMail.get()
    assert mail.subject == f"Verification of {of.name}"
    assert "with conditions:" in mail.body
    assert "Renew the certificate." in mail.body


def test_a_profile_is_sent_once_while_one_waits():
    of = sent()
    with pytest.raises(WrongState):
        sent(of)
    assert Verification.select().count() == 1


def test_a_profile_that_lacks_something_is_not_sent():
    of = fresh_partner()
    of.city = ""
    of.save()
    with pytest.raises(RulesBroken) as refused:
        sent(of)
    assert "verification_undeclared" in rules(refused.value.broken)
    assert Verification.select().count() == 0


def test_a_verdict_is_given_once():
    of = sent()
    verification.decide(of, verdict(), procurement(), clock.now())
    with pytest.raises(WrongState):
        verification.decide(of, verdict(), procurement(), clock.now())
    assert Event.select().where(Event.name == "partner.verified").count() == 1


def test_a_verdict_against_its_answers_is_refused_and_nothing_is_stored():
    of = sent()
    with pytest.raises(RulesBroken) as refused:
        verification.decide(of, verdict(no="mandate"), procurement(), clock.now())
    assert rules(refused.value.broken) == ["verified_against_no"]
    assert verification.waiting(of) is not None
    assert not [each for each in Effect.select() if each.kind == "mail"]


def test_a_partner_with_an_open_match_is_not_verified():
    SanctionsEntry.create(reference="S-1", kind="person", names=["Salma BERRADA"])
    of = sent()
    with pytest.raises(RulesBroken) as refused:
        verification.decide(of, verdict(), procurement(), clock.now())
    assert rules(refused.value.broken) == ["verification_matches"]
    refusal = verdict(VerificationState.NOT_VERIFIED, "We wait for the comparison.")
    verification.decide(of, refusal, procurement(), clock.now())


def test_only_procurement_verifies():
    of = sent()
    for role in (Role.HEAD_OF_OFFICE, Role.PROGRAMME_OFFICER):
        with pytest.raises(NotAllowed):
            verification.decide(of, verdict(), make.actor(role), clock.now())


def test_procurement_finds_what_waits_in_its_work():
    of = sent()
    words = [each.word for each in diligence.work_items(procurement(), clock.now())]
    assert words == ["work.verify_partner"]
    verification.decide(of, verdict(), procurement(), clock.now())
    assert diligence.work_items(procurement(), clock.now()) == []


def raised(state=FlagState.RISK, by=None, **more):
    new = flags.NewFlag(state, FlagCategory.FINANCE, WHY, **more)
    by = by or make.actor(Role.PROGRAMME_OFFICER)
    return flags.raise_flag(make.partner(), new, LIMITS, by, clock.now())


def test_a_flag_keeps_its_evidence():
    flag = raised(upload=Upload("", "audit.pdf", PDF), evidence="Report 2025, page 4")
    assert flags.evidence_of(flag) == PDF
    assert (flag.filename, flag.evidence) == ("audit.pdf", "Report 2025, page 4")


def test_a_file_of_another_kind_is_refused_and_no_flag_is_raised():
    with pytest.raises(RuleBroken):
        raised(upload=Upload("", "audit.exe", b"MZ\x90\0"))
    assert Flag.select().count() == 0


def test_nobody_raises_a_red_flag_alone():
    with pytest.raises(RuleBroken):
        raised(FlagState.RED)


def test_the_same_words_of_the_same_person_are_noted_once():
    by, of = make.actor(Role.PROGRAMME_OFFICER), make.partner()
    new = flags.NewFlag(FlagState.RISK, FlagCategory.FINANCE, WHY)
    one, two = (flags.raise_flag(of, new, LIMITS, by, clock.now()) for _click in range(2))
    assert one.id == two.id
    assert Flag.select().count() == 1


def test_an_escalated_flag_becomes_red_and_another_person_lifts_it():
    flag = raised()
    flags.escalate(flag, WHY, make.actor(Role.PROCUREMENT_OFFICER), clock.now())
    head = make.actor(Role.HEAD_OF_OFFICE)
    assert [each.word for each in diligence.work_items(head, clock.now())] == [
        "work.decide_flag"
    ]
    flags.decide(flag, WHY, head, clock.now(), red=True)
    assert flags.is_stopped(flag.partner)
    with pytest.raises(NotAllowed):
        flags.lift(fresh(flag), WHY, head, clock.now())
    flags.lift(fresh(flag), WHY, make.actor(Role.LEGAL_OFFICER), clock.now())
    assert not flags.is_stopped(flag.partner)


def test_the_head_of_office_can_lower_an_escalated_flag():
    flag = raised(FlagState.ESCALATED)
    flags.decide(flag, WHY, make.actor(Role.HEAD_OF_OFFICE), clock.now(), red=False)
    assert fresh(flag).state is FlagState.RISK


def test_a_step_on_a_flag_needs_words_and_is_taken_once():
    flag = raised(FlagState.OBSERVATION)
    by = procurement()
    with pytest.raises(RuleBroken):
        flags.resolve(flag, "Fine.", by, clock.now())
    stale = fresh(flag)
    flags.resolve(flag, WHY, by, clock.now())
    with pytest.raises(WrongState):
        flags.resolve(stale, WHY, by, clock.now())


def test_a_partner_raises_no_flag():
    of = make.partner()
    with pytest.raises(NotAllowed):
        raised(by=make.actor(Role.PARTNER_OWNER, partner=of))

"""Who may do what: one row for each action, each rule a named predicate."""

from collections.abc import Mapping

from portal.domain.actions import OFFICE_ROLES, PARTNER_ROLES, READERS, Action, Role
from portal.domain.actor import VISITOR, Actor, Rule, SeatFacts, Thing, holds
from portal.domain.errors import NotAllowed
from portal.domain.policy_accounts import ACCOUNT_POLICY, has_an_account
from portal.domain.policy_arrangements import ARRANGEMENT_POLICY
from portal.domain.policy_award import (
    holds_no_seat,
    keeps_minutes,
    named_reviewer,
    not_who_approved,
    not_who_recommended,
    signs_minutes,
    was_ranked,
    was_recommended,
)
from portal.domain.policy_calls import (
    call_is_awarded,
    call_is_open_to,
    call_is_public,
    lot_revealed,
    revealed,
    unsealed,
)
from portal.domain.policy_contracts import (
    amendment_reached_partner,
    concept_was_sent,
    contract_reached_partner,
    contract_was_offered,
    is_adviser,
    notice_reached_partner,
    of_own_contract,
    report_was_filed,
    reviews_this,
    withdraws_notice,
    writes_clauses,
)
from portal.domain.policy_diligence import assesses_partners, assessment_is_approved
from portal.domain.policy_money import MONEY_POLICY, ON_A_CLOSED_CONTRACT, is_closed
from portal.domain.policy_persons import (
    not_its_writer,
    not_the_asker,
    not_the_author,
    not_the_drafter,
    not_the_first_judge,
    not_who_made_it_red,
    own_comment,
    own_scorecard,
    second_person,
    was_present,
)
from portal.domain.policy_reports import REPORT_POLICY
from portal.domain.policy_visits import VISIT_POLICY, checks_contracts
from portal.domain.seat_rules import (
    declared_no_conflict,
    holds_no_objection_seat,
    holds_observer_seat,
    holds_seat,
    holds_the_chair,
    holds_voting_seat,
    no_conflict_declared,
    no_lot_shut,
    own_seat,
    reads_proposals,
    result_is_theirs,
)

__all__ = ["POLICY", "VISITOR", "Actor", "Rule", "SeatFacts", "Thing", "can", "require"]


def anyone(_actor: Actor, _thing: Thing) -> bool:
    """Allow everyone, signed in or not."""
    return True


def in_development(actor: Actor, _thing: Thing) -> bool:
    """Allow only where the portal runs in development mode."""
    return actor.developer


def either(*rules: Rule) -> Rule:
    """Allow when any one of the rules allows."""

    def rule(actor: Actor, thing: Thing) -> bool:
        return any(each(actor, thing) for each in rules)

    rule.__name__ = "either_" + "_or_".join(each.__name__ for each in rules)
    return rule


reader = holds(*READERS)
office = holds(*OFFICE_ROLES)
programme_officer = holds(Role.PROGRAMME_OFFICER)
procurement_officer = holds(Role.PROCUREMENT_OFFICER)
opener = holds(Role.PROCUREMENT_OFFICER, Role.LEGAL_OFFICER, Role.FINANCE_OFFICER)
finance_officer = holds(Role.FINANCE_OFFICER)
head_of_office = holds(Role.HEAD_OF_OFFICE)
reviewer = holds(Role.HEAD_OF_OFFICE, Role.PROCUREMENT_OFFICER)
auditor = holds(Role.AUDITOR)
second_reader = holds(Role.PROCUREMENT_OFFICER, Role.LEGAL_OFFICER, Role.HEAD_OF_OFFICE)
second_approver = holds(Role.FINANCE_OFFICER, Role.LEGAL_OFFICER, Role.HEAD_OF_OFFICE)
portfolio_reader = holds(
    Role.PROGRAMME_OFFICER,
    Role.PROCUREMENT_OFFICER,
    Role.HEAD_OF_OFFICE,
    Role.FINANCE_OFFICER,
    Role.AUDITOR,
)
packer = holds(Role.PROCUREMENT_OFFICER, Role.AUDITOR)
partner_owner = holds(Role.PARTNER_OWNER)
partner_writer = holds(Role.PARTNER_OWNER, Role.PARTNER_EDITOR)
partner_signatory = holds(Role.PARTNER_SIGNATORY)
bank_decider = holds(Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY)
partner_person = holds(*PARTNER_ROLES)


def own_partner(actor: Actor, thing: Thing) -> bool:
    """Allow people of the partner that the record belongs to."""
    return actor.partner_id is not None and actor.partner_id == thing.partner_id


def belongs_nowhere(actor: Actor, _thing: Thing) -> bool:
    """Allow people who have neither a partner nor a role in the office."""
    return actor.partner_id is None and not actor.roles


def belongs_to_a_partner(actor: Actor, _thing: Thing) -> bool:
    """Allow people of any partner."""
    return actor.partner_id is not None


def _all(*rules: Rule) -> Rule:
    def rule(actor: Actor, thing: Thing) -> bool:
        return all(each(actor, thing) for each in rules)

    rule.__name__ = "_and_".join(each.__name__ for each in rules)
    return rule


seat_reader = _all(holds_seat, declared_no_conflict)
proposal_reader = _all(seat_reader, reads_proposals)
own_open_contract = _all(own_partner, contract_reached_partner)
office_opener = holds(Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE, Role.AUDITOR)

POLICY: Mapping[Action, tuple[Rule, ...]] = {
    Action.VISIT: (anyone,),
    **ACCOUNT_POLICY,
    Action.SEE_CENTRES: (reader,),
    Action.REGISTER_CENTRE: (programme_officer,),
    Action.SEE_CALL: (either(_all(call_is_public, call_is_open_to), reader, holds_seat),),
    Action.DRAFT_CALL: (programme_officer,),
    Action.EDIT_CALL: (programme_officer,),
    Action.SEND_CALL: (programme_officer,),
    Action.APPROVE_CALL: (head_of_office, not_the_author),
    Action.PUBLISH_CALL: (procurement_officer, not_the_author),
    Action.SEE_CALL_KEY: (reader,),
    Action.MAKE_CALL_KEY: (procurement_officer, not_the_author),
    Action.TRY_CALL_KEY: (opener,),
    Action.PRINT_ESCROW: (head_of_office,),
    Action.REMOVE_HOLDER: (head_of_office,),
    Action.REHEARSE_OPENING: (either(opener, head_of_office),),
    Action.ASK_QUESTION: (partner_person, call_is_public, call_is_open_to),
    Action.SEE_QUESTIONS: (reader, no_conflict_declared),
    Action.HANDLE_QUESTION: (procurement_officer, no_conflict_declared),
    Action.CHECK_ANSWER: (office, not_the_drafter, no_conflict_declared),
    Action.PUBLISH_ANSWERS: (procurement_officer, no_conflict_declared),
    Action.USE_LIBRARY: (reader,),
    Action.KEEP_LIBRARY: (programme_officer,),
    Action.EDIT_PARTNER: (partner_owner, own_partner),
    Action.SEE_PARTNER: (either(own_partner, reader),),
    Action.FOUND_PARTNER: (has_an_account, belongs_nowhere),
    Action.MANAGE_MEMBERS: (partner_owner, own_partner),
    Action.LEAVE_PARTNER: (own_partner,),
    Action.SEE_BANK: (either(_all(own_partner, partner_owner), finance_officer),),
    Action.ASK_BANK: (bank_decider, own_partner),
    Action.CONFIRM_BANK: (
        either(_all(own_partner, bank_decider), procurement_officer),
        not_the_asker,
    ),
    Action.DECLINE_BANK: (either(_all(own_partner, bank_decider), procurement_officer),),
    Action.ISSUE_PROFILE: (
        either(_all(own_partner, partner_writer), programme_officer, procurement_officer),
    ),
    Action.SEE_RESEMBLANCES: (reader,),
    Action.SETTLE_RESEMBLANCE: (procurement_officer,),
    Action.COMMENT_CALL: (reviewer, not_the_author),
    Action.RESOLVE_COMMENT: (either(programme_officer, own_comment),),
    Action.CANCEL_CALL: (head_of_office,),
    Action.SEE_CONCEPTS: (either(belongs_to_a_partner, reader),),
    Action.START_CONCEPT: (partner_writer, belongs_to_a_partner),
    Action.SEE_CONCEPT: (either(own_partner, _all(concept_was_sent, reader)),),
    Action.WRITE_CONCEPT: (partner_writer, own_partner),
    Action.ANSWER_CONCEPT: (programme_officer, concept_was_sent),
    Action.DECLARE_PARTNER: (holds(Role.PARTNER_OWNER, Role.PARTNER_SIGNATORY), own_partner),
    Action.ASK_VERIFICATION: (either(_all(partner_owner, own_partner), procurement_officer),),
    Action.VERIFY_PARTNER: (procurement_officer,),
    Action.SEE_FLAGS: (reader,),
    Action.RAISE_FLAG: (holds(*OFFICE_ROLES),),
    Action.DECIDE_FLAG: (head_of_office,),
    Action.RESOLVE_FLAG: (holds(Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE),),
    Action.LIFT_FLAG: (second_reader, not_who_made_it_red),
    Action.SEE_ASSESSMENT: (either(reader, _all(own_partner, assessment_is_approved)),),
    Action.ASSESS_PARTNER: (assesses_partners,),
    Action.APPROVE_ASSESSMENT: (reviewer,),
    Action.SEE_SANCTIONS: (reader,),
    Action.IMPORT_SANCTIONS: (procurement_officer,),
    Action.JUDGE_MATCH: (procurement_officer,),
    Action.CONFIRM_MATCH: (second_reader, not_the_first_judge),
    Action.START_PROPOSAL: (partner_writer, call_is_public, call_is_open_to),
    Action.SEE_PROPOSAL: (
        no_conflict_declared,
        either(own_partner, _all(unsealed, either(office_opener, proposal_reader))),
    ),
    Action.SEE_LOT: (no_conflict_declared,),
    Action.WRITE_PROPOSAL: (partner_writer, own_partner),
    Action.DISCUSS_PROPOSAL: (partner_person, own_partner),
    Action.SUBMIT_PROPOSAL: (partner_signatory, own_partner),
    Action.READ_SEALED_COPY: (partner_person, own_partner),
    Action.KEEP_PARTNER_KEY: (partner_person, own_partner),
    Action.SEE_RECEIPT: (either(own_partner, _all(unsealed, office_opener)),),
    Action.START_OPENING: (opener,),
    Action.CONFIRM_OPENING: (opener, second_person),
    Action.OPEN_SEALED: (either(opener, head_of_office), no_conflict_declared),
    Action.SIGN_OPENING: (was_present,),
    Action.SEE_OPENING: (no_conflict_declared, either(reader, seat_reader)),
    Action.SEE_SCREENING: (no_conflict_declared, unsealed, office_opener),
    Action.SCREEN_PROPOSAL: (procurement_officer, no_conflict_declared, unsealed),
    Action.CONFIRM_EXCLUSION: (reviewer, no_conflict_declared, unsealed),
    Action.OPEN_DEFICIENCY: (procurement_officer, no_conflict_declared),
    Action.SUPPLY_MISSING: (partner_person, own_partner),
    Action.SEE_BUDGETS: (
        no_conflict_declared,
        unsealed,
        either(office_opener, proposal_reader),
    ),
    Action.CHECK_BUDGET: (procurement_officer, no_conflict_declared, unsealed),
    Action.START_SCORING: (procurement_officer, no_conflict_declared),
    Action.DECLARE_INTEREST: (holds_seat,),
    Action.SEE_DECLARATION: (either(own_seat, _all(no_conflict_declared, office_opener)),),
    Action.SEE_COMMITTEE: (either(reader, holds_seat),),
    Action.REPLACE_MEMBER: (head_of_office, no_conflict_declared),
    Action.KEEP_APPOINTMENT: (either(procurement_officer, head_of_office),),
    Action.OBSERVE: (holds_observer_seat, declared_no_conflict, no_lot_shut),
    Action.SEE_OBSERVATIONS: (no_lot_shut, either(office_opener, seat_reader)),
    Action.SEE_SCORECARD: (own_scorecard, declared_no_conflict),
    Action.SCORE: (own_scorecard, holds_voting_seat, declared_no_conflict),
    Action.KEEP_NOTES: (own_scorecard, declared_no_conflict),
    Action.READ_SCORECARD: (
        no_conflict_declared,
        either(
            _all(own_scorecard, declared_no_conflict),
            _all(lot_revealed, either(office_opener, _all(seat_reader, result_is_theirs))),
        ),
    ),
    Action.USE_PACK: (holds_voting_seat, declared_no_conflict),
    Action.REVEAL_SCORES: (holds_the_chair, declared_no_conflict),
    Action.SEE_EVALUATION: (
        no_conflict_declared,
        revealed,
        either(
            office_opener,
            _all(seat_reader, result_is_theirs),
            _all(second_approver, was_recommended),
        ),
    ),
    Action.READ_EVALUATION: (
        no_lot_shut,
        revealed,
        either(
            office_opener,
            _all(seat_reader, result_is_theirs),
            _all(second_approver, was_recommended),
        ),
    ),
    Action.ANSWER_OBJECTION: (holds_no_objection_seat, declared_no_conflict),
    Action.RECORD_OBJECTION: (
        holds(Role.PROCUREMENT_OFFICER, Role.HEAD_OF_OFFICE),
        no_conflict_declared,
    ),
    Action.MODERATE: (holds_the_chair, declared_no_conflict, revealed),
    Action.DISSENT: (holds_voting_seat, declared_no_conflict, revealed),
    Action.APPRAISE: (unsealed, was_ranked, keeps_minutes, declared_no_conflict),
    Action.WRITE_MINUTES: (revealed, keeps_minutes, declared_no_conflict, no_lot_shut),
    Action.SIGN_MINUTES: (signs_minutes, no_conflict_declared),
    Action.RECOMMEND: (
        either(procurement_officer, _all(keeps_minutes, declared_no_conflict)),
        no_lot_shut,
    ),
    Action.REVIEW_AWARD: (
        procurement_officer,
        was_recommended,
        not_who_recommended,
        no_conflict_declared,
    ),
    Action.APPROVE_AWARD: (head_of_office, no_conflict_declared),
    Action.RETURN_AWARD: (
        either(procurement_officer, second_approver),
        was_recommended,
        no_conflict_declared,
    ),
    Action.SECOND_AWARD: (second_approver, not_who_approved, holds_no_seat),
    Action.ANSWER_AWARD: (partner_signatory, own_partner, call_is_awarded),
    Action.SEE_OUTCOME: (call_is_awarded, either(own_partner, office_opener)),
    Action.FILE_REVIEW: (partner_signatory, own_partner, call_is_awarded),
    Action.WITHDRAW_REVIEW: (partner_signatory, own_partner),
    Action.SEE_REVIEWS: (call_is_awarded, reader, no_conflict_declared),
    Action.SEE_REVIEW: (either(own_partner, reader, named_reviewer), no_conflict_declared),
    Action.NAME_REVIEWER: (head_of_office,),
    Action.DECIDE_REVIEW: (named_reviewer, holds_no_seat),
    Action.ASK_DEBRIEF: (partner_person, own_partner, call_is_awarded),
    Action.ANSWER_DEBRIEF: (procurement_officer, no_conflict_declared),
    Action.PACK_CALL: (packer, call_is_awarded, no_conflict_declared),
    Action.SEE_LETTER: (call_is_awarded, either(own_partner, office_opener)),
    Action.ASSEMBLE_CONTRACT: (procurement_officer,),
    Action.SEE_CLAUSES: (reader,),
    Action.WRITE_CLAUSE: (writes_clauses,),
    Action.DECIDE_CLAUSE: (is_adviser, not_the_author),
    Action.DECIDE_DEVIATION: (is_adviser, not_the_asker),
    Action.SEE_CONTRACT: (either(reader, own_open_contract),),
    Action.SEE_CONTRACT_FILE: (reader,),
    Action.EDIT_CONTRACT: (procurement_officer,),
    Action.CLEAR_CONTRACT: (is_adviser,),
    Action.REVIEW_CONTRACT: (reviews_this,),
    Action.COMMENT_CONTRACT: (either(is_adviser, head_of_office, procurement_officer),),
    Action.RESOLVE_CONTRACT_COMMENT: (either(procurement_officer, own_comment),),
    Action.APPROVE_CONTRACT: (head_of_office,),
    Action.PROPOSE_WORDS: (partner_person, own_open_contract),
    Action.PROPOSE_CHANGES: (partner_signatory, own_partner),
    Action.SIGN_CONTRACT: (partner_signatory, own_partner),
    Action.COUNTERSIGN: (head_of_office,),
    Action.SEE_OFFER: (either(reader, _all(own_partner, contract_was_offered)),),
    Action.RECORD_PAPER: (procurement_officer,),
    Action.CONFIRM_PAPER: (second_reader, not_the_asker),
    Action.SEE_PAPER: (either(reader, of_own_contract),),
    Action.SEE_AMENDMENT: (either(reader, _all(own_partner, amendment_reached_partner)),),
    Action.START_AMENDMENT: (holds(Role.PROCUREMENT_OFFICER, Role.PROGRAMME_OFFICER),),
    Action.EDIT_AMENDMENT: (holds(Role.PROCUREMENT_OFFICER, Role.PROGRAMME_OFFICER),),
    Action.REVIEW_AMENDMENT: (reviews_this, not_its_writer),
    Action.DECLINE_AMENDMENT: (partner_signatory, own_partner, amendment_reached_partner),
    Action.SIGN_AMENDMENT: (partner_signatory, own_partner, amendment_reached_partner),
    Action.COUNTERSIGN_AMENDMENT: (head_of_office, not_its_writer),
    Action.END_CONTRACT: (head_of_office,),
    Action.SEE_NOTICE: (either(reader, _all(own_partner, notice_reached_partner)),),
    Action.WRITE_NOTICE: (holds(Role.PROCUREMENT_OFFICER, Role.PROGRAMME_OFFICER),),
    Action.GIVE_NOTICE: (head_of_office, not_its_writer),
    Action.GIVE_PARTNER_NOTICE: (partner_signatory, own_partner, contract_reached_partner),
    Action.ANSWER_NOTICE: (partner_signatory, own_partner, notice_reached_partner),
    Action.WITHDRAW_NOTICE: (withdraws_notice,),
    Action.SEE_MANDATE: (either(own_partner, reader),),
    Action.KEEP_MANDATE: (partner_owner, own_partner),
    Action.SEE_OFFICE_MANDATE: (either(reader, holds(Role.ADMINISTRATOR)),),
    Action.KEEP_OFFICE_MANDATE: (holds(Role.ADMINISTRATOR, Role.HEAD_OF_OFFICE),),
    Action.SEE_REPORT: (either(own_partner, _all(report_was_filed, reader)),),
    Action.WRITE_REPORT: (partner_writer, own_partner),
    Action.SUBMIT_REPORT: (partner_signatory, own_partner),
    Action.REVIEW_REPORT: (programme_officer,),
    **REPORT_POLICY,
    Action.ASK_REPORT: (programme_officer,),
    Action.CORRECT_FIGURE: (either(programme_officer, _all(partner_signatory, own_partner)),),
    Action.DECIDE_CORRECTION: (
        holds(Role.PROGRAMME_OFFICER, Role.HEAD_OF_OFFICE),
        not_the_asker,
    ),
    **ARRANGEMENT_POLICY,
    **VISIT_POLICY,
    **MONEY_POLICY,
    Action.FIND_INELIGIBLE: (checks_contracts, report_was_filed),
    Action.READ_EVENTS: (auditor,),
    Action.SEE_PORTFOLIO: (portfolio_reader,),
    Action.NAME_DONOR: (programme_officer,),
    Action.PLACE_SITES: (programme_officer,),
    Action.SEE_OBLIGATIONS: (belongs_to_a_partner,),
    Action.DEVELOP: (in_development,),
}


def can(actor: Actor, action: Action, thing: Thing = None) -> bool:
    """Say whether every rule for the action holds; a closed contract is only read."""
    if action in ON_A_CLOSED_CONTRACT and is_closed(thing):
        return False
    return all(rule(actor, thing) for rule in POLICY[action])


def require(actor: Actor, action: Action, thing: Thing = None) -> None:
    """Refuse with ``NotAllowed`` unless every rule for the action holds."""
    if not can(actor, action, thing):
        raise NotAllowed(action)

"""Everything a person can try to do, and everything a person can be."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is in the portal; a person may be several."""

    PROGRAMME_OFFICER = "programme_officer"
    PROCUREMENT_OFFICER = "procurement_officer"
    COMMITTEE_MEMBER = "committee_member"
    AUTHORITY_REPRESENTATIVE = "authority_representative"
    LEGAL_OFFICER = "legal_officer"
    DATA_PROTECTION_OFFICER = "data_protection_officer"
    FINANCE_OFFICER = "finance_officer"
    HEAD_OF_OFFICE = "head_of_office"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    PARTNER_OWNER = "partner_owner"
    PARTNER_EDITOR = "partner_editor"
    PARTNER_SIGNATORY = "partner_signatory"


PARTNER_ROLES = frozenset({Role.PARTNER_OWNER, Role.PARTNER_EDITOR, Role.PARTNER_SIGNATORY})
SEAT_ROLES = frozenset({Role.COMMITTEE_MEMBER, Role.AUTHORITY_REPRESENTATIVE})
OFFICE_ROLES = frozenset(
    {
        Role.PROGRAMME_OFFICER,
        Role.PROCUREMENT_OFFICER,
        Role.LEGAL_OFFICER,
        Role.DATA_PROTECTION_OFFICER,
        Role.FINANCE_OFFICER,
        Role.HEAD_OF_OFFICE,
    }
)


class SeatKind(StrEnum):
    """What a seat on a call's committee allows."""

    VOTING = "voting"
    OBSERVER = "observer"


class Action(StrEnum):
    """One row of the policy each."""

    VISIT = "visit"
    USE_ACCOUNT = "use_account"
    SEE_CENTRES = "see_centres"
    REGISTER_CENTRE = "register_centre"
    SEE_CALL = "see_call"
    DRAFT_CALL = "draft_call"
    EDIT_CALL = "edit_call"
    SEND_CALL = "send_call"
    APPROVE_CALL = "approve_call"
    PUBLISH_CALL = "publish_call"
    SEE_CALL_KEY = "see_call_key"
    MAKE_CALL_KEY = "make_call_key"
    TRY_CALL_KEY = "try_call_key"
    PRINT_ESCROW = "print_escrow"
    REMOVE_HOLDER = "remove_holder"
    COMMENT_CALL = "comment_call"
    RESOLVE_COMMENT = "resolve_comment"
    CANCEL_CALL = "cancel_call"
    SEE_CONCEPTS = "see_concepts"
    START_CONCEPT = "start_concept"
    SEE_CONCEPT = "see_concept"
    WRITE_CONCEPT = "write_concept"
    ANSWER_CONCEPT = "answer_concept"
    ASK_QUESTION = "ask_question"
    SEE_QUESTIONS = "see_questions"
    HANDLE_QUESTION = "handle_question"
    CHECK_ANSWER = "check_answer"
    PUBLISH_ANSWERS = "publish_answers"
    USE_LIBRARY = "use_library"
    KEEP_LIBRARY = "keep_library"
    EDIT_PARTNER = "edit_partner"
    SEE_PARTNER = "see_partner"
    FOUND_PARTNER = "found_partner"
    MANAGE_MEMBERS = "manage_members"
    LEAVE_PARTNER = "leave_partner"
    SEE_BANK = "see_bank"
    ASK_BANK = "ask_bank"
    CONFIRM_BANK = "confirm_bank"
    DECLINE_BANK = "decline_bank"
    ISSUE_PROFILE = "issue_profile"
    SEE_RESEMBLANCES = "see_resemblances"
    SETTLE_RESEMBLANCE = "settle_resemblance"
    DECLARE_PARTNER = "declare_partner"
    ASK_VERIFICATION = "ask_verification"
    VERIFY_PARTNER = "verify_partner"
    SEE_FLAGS = "see_flags"
    RAISE_FLAG = "raise_flag"
    DECIDE_FLAG = "decide_flag"
    RESOLVE_FLAG = "resolve_flag"
    LIFT_FLAG = "lift_flag"
    SEE_SANCTIONS = "see_sanctions"
    IMPORT_SANCTIONS = "import_sanctions"
    JUDGE_MATCH = "judge_match"
    CONFIRM_MATCH = "confirm_match"
    START_PROPOSAL = "start_proposal"
    SEE_PROPOSAL = "see_proposal"
    WRITE_PROPOSAL = "write_proposal"
    DISCUSS_PROPOSAL = "discuss_proposal"
    SUBMIT_PROPOSAL = "submit_proposal"
    READ_SEALED_COPY = "read_sealed_copy"
    KEEP_PARTNER_KEY = "keep_partner_key"
    SEE_RECEIPT = "see_receipt"
    START_OPENING = "start_opening"
    CONFIRM_OPENING = "confirm_opening"
    OPEN_SEALED = "open_sealed"
    SIGN_OPENING = "sign_opening"
    SEE_OPENING = "see_opening"
    SEE_SCREENING = "see_screening"
    SCREEN_PROPOSAL = "screen_proposal"
    START_SCORING = "start_scoring"
    DECLARE_INTEREST = "declare_interest"
    SEE_SCORECARD = "see_scorecard"
    SCORE = "score"
    REVEAL_SCORES = "reveal_scores"
    SEE_EVALUATION = "see_evaluation"
    RECOMMEND = "recommend"
    APPROVE_AWARD = "approve_award"
    SEE_LETTER = "see_letter"
    SEE_CLAUSES = "see_clauses"
    WRITE_CLAUSE = "write_clause"
    DECIDE_CLAUSE = "decide_clause"
    DECIDE_DEVIATION = "decide_deviation"
    SEE_CONTRACT = "see_contract"
    SEE_CONTRACT_FILE = "see_contract_file"
    EDIT_CONTRACT = "edit_contract"
    ASSEMBLE_CONTRACT = "assemble_contract"
    CLEAR_CONTRACT = "clear_contract"
    APPROVE_CONTRACT = "approve_contract"
    SIGN_CONTRACT = "sign_contract"
    COUNTERSIGN = "countersign"
    SEE_REPORT = "see_report"
    WRITE_REPORT = "write_report"
    SUBMIT_REPORT = "submit_report"
    REVIEW_REPORT = "review_report"
    READ_EVENTS = "read_events"
    DEVELOP = "develop"

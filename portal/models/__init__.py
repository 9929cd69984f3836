"""Tables: columns and constraints, no decisions."""

from portal.models import joint, meetings
from portal.models.account_acts import AccountAct
from portal.models.addenda import Addendum, CallVersion
from portal.models.after_award import CallPack, Debrief, LotAward, ReviewRequest
from portal.models.allowances import AllowanceSheet, Memorandum, SheetDay
from portal.models.amendments import (
    AmendmentApproval,
    AmendmentSignature,
    ContractAmendment,
)
from portal.models.assessments import Assessment
from portal.models.audit import ChainHead, Checkpoint
from portal.models.award import Appraisal, AwardRound, Minutes, MinutesSignature
from portal.models.base import Record
from portal.models.budget_checks import BudgetCheck
from portal.models.call_review import Cancellation, Publication, ReviewComment
from portal.models.calls import (
    BudgetCategory,
    Call,
    Criterion,
    EligibilityQuestion,
    Indicator,
    Lot,
    Question,
    RequiredDocument,
    Seat,
    ServiceNeed,
    StaffPost,
)
from portal.models.centres import Centre, Site
from portal.models.clarifications import Clarification, ClarificationRound
from portal.models.clauses import ClauseVersion, ContractDeviation
from portal.models.clearances import Clearance
from portal.models.closing import (
    Closing,
    ClosingFile,
    ClosingTick,
    HandedAsset,
    Milestone,
    Refund,
)
from portal.models.committee import LotReveal, Recommendation, Score, Scorecard
from portal.models.contract_reviews import ContractComment, ContractReview, ContractVersion
from portal.models.contracts import (
    Contract,
    ContractBudget,
    ContractClause,
    ContractTarget,
    Instalment,
    Signature,
)
from portal.models.desk import CardNote, ScoringPack
from portal.models.draft_team import (
    DraftAssignment,
    DraftComment,
    DraftPresence,
    DraftVersion,
)
from portal.models.due_diligence import (
    Flag,
    PartnerDeclaration,
    SanctionsEntry,
    SanctionsImport,
    SanctionsMatch,
    Verification,
)
from portal.models.evaluation import Dissent, FrozenEvaluation, Moderation
from portal.models.figures import (
    ActualPart,
    ContractStanding,
    FigureCorrection,
    IndicatorSum,
    ReportSnapshot,
)
from portal.models.following import Follower
from portal.models.handover import (
    HandoverGoal,
    HandoverMark,
    HandoverPlan,
    HandoverReview,
    HandoverYear,
)
from portal.models.instalments import InstalmentRequest
from portal.models.invitations import ConceptNote, DirectSelection, Invitation
from portal.models.mandates import Mandate, SignatureMandate
from portal.models.monitoring import (
    Actual,
    Expenditure,
    Narrative,
    Report,
    ReportComment,
    ReportFiling,
    ReportPart,
    ReportReminder,
    ReportRequest,
)
from portal.models.notices import ContractNotice
from portal.models.office_reminders import OfficeReminder
from portal.models.paper_acts import BudgetProposal, PaperAct
from portal.models.partner_house import (
    BankAccount,
    DocumentReminder,
    JoinRequest,
    KeyPerson,
    MemberInvitation,
    PartnerAddress,
    PartnerDocument,
    PartnerName,
    PartnerPolicy,
    PartnerProfile,
    PastProject,
    ProfileIssue,
    ProfileSection,
    Referee,
    Resemblance,
    WorkCountry,
    YearBudget,
)
from portal.models.people import Grant, MailToken, Partner, Person, RateHit, SignIn
from portal.models.portfolio import PortfolioReport
from portal.models.procedures import MatrixRow, Procedure, ProcedureSection, StateBudget
from portal.models.proposals import (
    Answer,
    Attachment,
    BudgetLine,
    BudgetTotal,
    Proposal,
    ProposalPart,
)
from portal.models.records import (
    ClockShift,
    Counter,
    DeliveredMail,
    Document,
    Effect,
    Event,
)
from portal.models.rehearsals import Rehearsal, RehearsalShare
from portal.models.report_books import ReportBook
from portal.models.report_files import KeptTrace, ReportAnnex
from portal.models.report_money import (
    IneligibleAmount,
    ListedTransaction,
    MoneyCertificate,
    ReportCash,
    ReportRate,
    TransactionList,
)
from portal.models.report_review import (
    ReportAnswer,
    ReportAssignment,
    ReportDesk,
    SectionDecision,
)
from portal.models.retention import PurgedContract, RetentionHold
from portal.models.reuse import CallTemplate, FragmentUse, TorFragment
from portal.models.risks import Performance
from portal.models.rosters import Roster
from portal.models.screening import (
    DeficiencyRequest,
    DeficiencySupply,
    DeficiencyWindow,
    Exclusion,
    ScreeningSheet,
)
from portal.models.sealing import (
    CallKey,
    Envelope,
    KeyShare,
    OpeningRun,
    OpeningSignature,
    PartnerKey,
    PartnerKeyCopy,
    PersonKey,
    ShareRelease,
)
from portal.models.seats import (
    AppointmentLetter,
    ObjectionRequest,
    ObserverComment,
    SeatDeclaration,
    SeatReplacement,
)
from portal.models.second_factor import RecoveryCode, SecondFactor
from portal.models.uploads import PendingUpload
from portal.models.visits import ActionPoint

__all__ = [
    "TABLES",
    "AccountAct",
    "ActionPoint",
    "Actual",
    "ActualPart",
    "Addendum",
    "AllowanceSheet",
    "AmendmentApproval",
    "AmendmentSignature",
    "Answer",
    "AppointmentLetter",
    "Appraisal",
    "Assessment",
    "Attachment",
    "AwardRound",
    "BankAccount",
    "BudgetCategory",
    "BudgetCheck",
    "BudgetLine",
    "BudgetProposal",
    "BudgetTotal",
    "Call",
    "CallKey",
    "CallPack",
    "CallTemplate",
    "CallVersion",
    "Cancellation",
    "CardNote",
    "Centre",
    "ChainHead",
    "Checkpoint",
    "Clarification",
    "ClarificationRound",
    "ClauseVersion",
    "Clearance",
    "ClockShift",
    "Closing",
    "ClosingFile",
    "ClosingTick",
    "ConceptNote",
    "Contract",
    "ContractAmendment",
    "ContractBudget",
    "ContractClause",
    "ContractComment",
    "ContractDeviation",
    "ContractNotice",
    "ContractReview",
    "ContractStanding",
    "ContractTarget",
    "ContractVersion",
    "Counter",
    "Criterion",
    "Debrief",
    "DeficiencyRequest",
    "DeficiencySupply",
    "DeficiencyWindow",
    "DeliveredMail",
    "DirectSelection",
    "Dissent",
    "Document",
    "DocumentReminder",
    "DraftAssignment",
    "DraftComment",
    "DraftPresence",
    "DraftVersion",
    "Effect",
    "EligibilityQuestion",
    "Envelope",
    "Event",
    "Exclusion",
    "Expenditure",
    "FigureCorrection",
    "Flag",
    "Follower",
    "FragmentUse",
    "FrozenEvaluation",
    "Grant",
    "HandedAsset",
    "HandoverGoal",
    "HandoverMark",
    "HandoverPlan",
    "HandoverReview",
    "HandoverYear",
    "Indicator",
    "IndicatorSum",
    "IneligibleAmount",
    "Instalment",
    "InstalmentRequest",
    "Invitation",
    "JoinRequest",
    "KeptTrace",
    "KeyPerson",
    "KeyShare",
    "ListedTransaction",
    "Lot",
    "LotAward",
    "LotReveal",
    "MailToken",
    "Mandate",
    "MatrixRow",
    "MemberInvitation",
    "Memorandum",
    "Milestone",
    "Minutes",
    "MinutesSignature",
    "Moderation",
    "MoneyCertificate",
    "Narrative",
    "ObjectionRequest",
    "ObserverComment",
    "OfficeReminder",
    "OpeningRun",
    "OpeningSignature",
    "PaperAct",
    "Partner",
    "PartnerAddress",
    "PartnerDeclaration",
    "PartnerDocument",
    "PartnerKey",
    "PartnerKeyCopy",
    "PartnerName",
    "PartnerPolicy",
    "PartnerProfile",
    "PastProject",
    "PendingUpload",
    "Performance",
    "Person",
    "PersonKey",
    "PortfolioReport",
    "Procedure",
    "ProcedureSection",
    "ProfileIssue",
    "ProfileSection",
    "Proposal",
    "ProposalPart",
    "Publication",
    "PurgedContract",
    "Question",
    "RateHit",
    "Recommendation",
    "Record",
    "RecoveryCode",
    "Referee",
    "Refund",
    "Rehearsal",
    "RehearsalShare",
    "Report",
    "ReportAnnex",
    "ReportAnswer",
    "ReportAssignment",
    "ReportBook",
    "ReportCash",
    "ReportComment",
    "ReportDesk",
    "ReportFiling",
    "ReportPart",
    "ReportRate",
    "ReportReminder",
    "ReportRequest",
    "ReportSnapshot",
    "RequiredDocument",
    "Resemblance",
    "RetentionHold",
    "ReviewComment",
    "ReviewRequest",
    "Roster",
    "SanctionsEntry",
    "SanctionsImport",
    "SanctionsMatch",
    "Score",
    "Scorecard",
    "ScoringPack",
    "ScreeningSheet",
    "Seat",
    "SeatDeclaration",
    "SeatReplacement",
    "SecondFactor",
    "SectionDecision",
    "ServiceNeed",
    "ShareRelease",
    "SheetDay",
    "SignIn",
    "Signature",
    "SignatureMandate",
    "Site",
    "StaffPost",
    "StateBudget",
    "TorFragment",
    "TransactionList",
    "Verification",
    "WorkCountry",
    "YearBudget",
    "joint",
    "meetings",
]

TABLES: tuple[type[Record], ...] = tuple(Record.__subclasses__())
"""Every table, each after those that it points to: a module imports what it refers to."""

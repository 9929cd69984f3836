"""Tables: columns and constraints, no decisions."""

from portal.models.base import Record
from portal.models.calls import Call, Criterion, Indicator, Lot, Seat
from portal.models.centres import Centre, Site
from portal.models.committee import Recommendation, Score, Scorecard
from portal.models.contracts import (
    Contract,
    ContractBudget,
    ContractClause,
    ContractTarget,
    Instalment,
    Signature,
)
from portal.models.monitoring import Actual, Expenditure, Narrative, Report, ReportComment
from portal.models.people import Grant, MailToken, Partner, Person, RateHit, SignIn
from portal.models.proposals import (
    Answer,
    Attachment,
    BudgetLine,
    Proposal,
    SanctionsEntry,
    SanctionsVerdict,
)
from portal.models.records import (
    ClockShift,
    Counter,
    DeliveredMail,
    Document,
    Effect,
    Event,
)

TABLES: tuple[type[Record], ...] = (
    Partner,
    Person,
    Grant,
    SignIn,
    MailToken,
    RateHit,
    Centre,
    Site,
    Call,
    Lot,
    Criterion,
    Indicator,
    Seat,
    Proposal,
    Answer,
    BudgetLine,
    Attachment,
    SanctionsEntry,
    SanctionsVerdict,
    Scorecard,
    Score,
    Recommendation,
    Contract,
    ContractClause,
    ContractBudget,
    ContractTarget,
    Instalment,
    Signature,
    Report,
    Narrative,
    Actual,
    Expenditure,
    ReportComment,
    Document,
    Event,
    Effect,
    DeliveredMail,
    Counter,
    ClockShift,
)

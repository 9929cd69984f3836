"""Pages, one blueprint for each area."""

from portal.blueprints.accounts.views import bp as accounts
from portal.blueprints.action_points.views import bp as action_points
from portal.blueprints.addenda.views import bp as addenda
from portal.blueprints.administration.routes import bp as administration
from portal.blueprints.agreements.views import bp as agreements
from portal.blueprints.allowances import bp as allowances
from portal.blueprints.audit.views import bp as audit
from portal.blueprints.call_keys.rehearsing import bp as rehearsals
from portal.blueprints.call_keys.views import bp as call_keys
from portal.blueprints.call_life.views import bp as call_life
from portal.blueprints.calls import bp as calls
from portal.blueprints.centres.views import bp as centres
from portal.blueprints.clarifications.views import bp as clarifications
from portal.blueprints.clauses.views import bp as clauses
from portal.blueprints.clearances import bp as clearances
from portal.blueprints.closing.views import bp as closing
from portal.blueprints.committee.views import bp as committee
from portal.blueprints.concepts.views import bp as concepts
from portal.blueprints.contracts.views import bp as contracts
from portal.blueprints.develop.views import bp as develop
from portal.blueprints.diligence.views import bp as diligence
from portal.blueprints.documents.views import bp as documents
from portal.blueprints.exports import bp as exports
from portal.blueprints.handover import bp as handover
from portal.blueprints.instalments.views import bp as instalments
from portal.blueprints.mandates.views import bp as mandates
from portal.blueprints.meetings.views import bp as meetings
from portal.blueprints.memoranda.views import bp as memoranda
from portal.blueprints.monitoring.views import bp as monitoring
from portal.blueprints.obligations import bp as obligations
from portal.blueprints.partners.views import bp as partners
from portal.blueprints.performance.views import bp as performance
from portal.blueprints.portfolio import bp as portfolio
from portal.blueprints.procedures import bp as procedures
from portal.blueprints.proposals.views import bp as proposals
from portal.blueprints.risks.views import bp as risks
from portal.blueprints.rosters.views import bp as rosters
from portal.blueprints.system.views import bp as system
from portal.blueprints.visits.views import bp as visits
from portal.blueprints.work.views import bp as work

BLUEPRINTS = (
    accounts,
    action_points,
    addenda,
    administration,
    agreements,
    allowances,
    audit,
    call_keys,
    call_life,
    calls,
    centres,
    clarifications,
    clauses,
    clearances,
    closing,
    committee,
    concepts,
    contracts,
    develop,
    diligence,
    documents,
    exports,
    handover,
    instalments,
    mandates,
    memoranda,
    meetings,
    monitoring,
    obligations,
    partners,
    portfolio,
    performance,
    procedures,
    proposals,
    rehearsals,
    risks,
    rosters,
    system,
    visits,
    work,
)

"""Pages, one blueprint for each area."""

from portal.blueprints.accounts.views import bp as accounts
from portal.blueprints.calls.views import bp as calls
from portal.blueprints.centres.views import bp as centres
from portal.blueprints.committee.views import bp as committee
from portal.blueprints.contracts.views import bp as contracts
from portal.blueprints.develop.views import bp as develop
from portal.blueprints.documents.views import bp as documents
from portal.blueprints.monitoring.views import bp as monitoring
from portal.blueprints.partners.views import bp as partners
from portal.blueprints.proposals.views import bp as proposals
from portal.blueprints.system.views import bp as system
from portal.blueprints.work.views import bp as work

BLUEPRINTS = (
    accounts,
    calls,
    centres,
    committee,
    contracts,
    develop,
    documents,
    monitoring,
    partners,
    proposals,
    system,
    work,
)

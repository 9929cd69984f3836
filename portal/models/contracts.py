"""Contracts with partners: clauses, budget, instalments and signatures."""

from typing import TYPE_CHECKING, Any

from peewee import BooleanField, CharField, DateField, ForeignKeyField, IntegerField, TextField

from portal.domain.indicators import Adding, IndicatorKind
from portal.domain.instalments import Due, PaymentRule, conditions_of
from portal.domain.lifecycle import ContractState
from portal.domain.lifecycle_contracts import InstalmentState
from portal.models.base import AmountField, DataField, EnumField, InstantField, Record
from portal.models.calls import Call, Indicator, Lot
from portal.models.people import Partner, Person
from portal.models.proposals import Proposal

if TYPE_CHECKING:
    from uuid import UUID

    from peewee import ModelSelect


class Contract(Record):
    """The agreement with a partner on one lot.

    ``own_terms`` is what amendments put in the place of the terms of the call: its texts by
    name, ``standards``, and the ``identity`` of the partner; and what was ``promised`` in the
    proposal, kept at the assembly.
    """

    reference = CharField(max_length=60, unique=True)
    slug = CharField(max_length=60, unique=True)
    call = ForeignKeyField(Call, backref="contracts", on_delete="RESTRICT")
    lot = ForeignKeyField(Lot, unique=True, on_delete="RESTRICT")
    partner = ForeignKeyField(Partner, backref="contracts", on_delete="RESTRICT")
    proposal = ForeignKeyField(Proposal, unique=True, on_delete="RESTRICT")
    state = EnumField(ContractState, default=ContractState.DRAFT)
    language = CharField(max_length=2)
    currency = CharField(max_length=3)
    amount = AmountField()
    starts_on = DateField()
    ends_on = DateField()
    report_every_months = IntegerField()
    report_days = IntegerField()
    review_comment = TextField(default="")
    report_sections = DataField(default=list)
    report_headings = DataField(default=list)
    donor = CharField(max_length=200, default="")
    traits = DataField(default=list)
    own_terms = DataField(default=dict)
    fingerprint = CharField(max_length=64, default="")
    version = IntegerField(default=1)
    created_at = InstantField()
    in_force_at = InstantField(null=True)
    if TYPE_CHECKING:
        partner_id: UUID
        call_id: UUID
        proposal_id: UUID
        clauses: ModelSelect["ContractClause"]
        budget: ModelSelect["ContractBudget"]
        targets: ModelSelect["ContractTarget"]
        instalments: ModelSelect["Instalment"]
        signatures: ModelSelect["Signature"]
        deviations: ModelSelect[Any]
        reviews: ModelSelect[Any]
        comments: ModelSelect[Any]
        versions: ModelSelect[Any]
        amendments: ModelSelect[Any]
        notices: ModelSelect[Any]
        reports: ModelSelect[Any]

    @property
    def was_offered(self) -> bool:
        """Say whether the partner has had it before it, whoever holds the pen now."""
        return bool(self.versions.exists())


class ContractClause(Record):
    """One clause as it stands in this contract.

    ``template`` is the library's text with its places, ``parameters`` what it asks for and
    ``given`` what this contract says instead, by name.
    """

    contract = ForeignKeyField(Contract, backref="clauses", on_delete="CASCADE")
    position = IntegerField()
    code = CharField(max_length=10)
    part = CharField(max_length=20)
    title = CharField(max_length=200)
    text = TextField()
    library_version = CharField(max_length=20)
    template = TextField(default="")
    parameters = DataField(default=list)
    given = DataField(default=dict)
    mandatory = BooleanField(default=True)
    left_out = BooleanField(default=False)
    version = IntegerField(default=1)


class ContractBudget(Record):
    """The agreed amount of one budget category."""

    contract = ForeignKeyField(Contract, backref="budget", on_delete="CASCADE")
    position = IntegerField()
    category = CharField(max_length=40)
    amount = AmountField()


class ContractTarget(Record):
    """What the partner is to reach on one indicator within the whole contract, and how.

    ``breakdowns`` holds pairs of a dimension and its values, ``adding`` how periods make the
    cumulative figure. Contracts that were agreed before these stood in them are not ``stated``.
    """

    contract = ForeignKeyField(Contract, backref="targets", on_delete="CASCADE")
    indicator = ForeignKeyField(Indicator, on_delete="RESTRICT")
    target = IntegerField()
    baseline = IntegerField(default=0)
    kind = EnumField(IndicatorKind, default=IndicatorKind.COUNT)
    adding = EnumField(Adding, default=Adding.SUM)
    over_100 = BooleanField(default=False)
    breakdowns = DataField(default=list)
    stated = BooleanField(default=True)
    if TYPE_CHECKING:
        indicator_id: UUID


class Instalment(Record):
    """A payment and what it waits for: the words agreed, and a due rule and conditions.

    ``due_report`` is the number of a report, 0 for the final one.
    """

    contract = ForeignKeyField(Contract, backref="instalments", on_delete="CASCADE")
    position = IntegerField()
    percent = IntegerField()
    amount = AmountField()
    condition = CharField(max_length=300)
    due = EnumField(Due, default=Due.SIGNATURE)
    due_on = DateField(null=True)
    due_report = IntegerField(null=True)
    conditions = DataField(default=list)
    state = EnumField(InstalmentState, default=InstalmentState.PLANNED)
    if TYPE_CHECKING:
        contract_id: UUID
        requests: ModelSelect[Any]

    @property
    def rule(self) -> PaymentRule:
        """When it is due, and its typed conditions."""
        return PaymentRule(
            self.due, self.due_on, self.due_report, conditions_of(self.conditions)
        )


class Signature(Record):
    """Who signed for which side, over which fingerprint of the text."""

    contract = ForeignKeyField(Contract, backref="signatures", on_delete="RESTRICT")
    side = CharField(max_length=10)
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    name = CharField(max_length=200)
    fingerprint = CharField(max_length=64)
    signed_at = InstantField()

    class Meta:
        """Each side signs once."""

        indexes = ((("contract", "side"), True),)

"""The partner's own indicators of a contract, followed in its reports like those of the call.

What is promised stands in the contract as it was agreed and amended. What is followed are rows
beside those of the call: an indicator that belongs to no call, its target, and its figures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.domain import own_indicators as rules
from portal.domain.indicators import Adding
from portal.domain.lifecycle import ReportState
from portal.domain.own_indicators import OwnIndicator
from portal.domain.proposal_parts import PartKey
from portal.models import Actual, Contract, ContractTarget, Indicator, Report
from portal.services import contract_promises, indicator_sums
from portal.services.report_kinds import of_periods

FIRST = 1000
"""Where their places begin: after those of the call, which has fewer."""


@dataclass(frozen=True)
class Course:
    """One own indicator, and the targets of the periods that are open or come.

    ``own`` is None for one that is promised no more, ``goal`` for one that is not followed yet;
    ``parts`` is None where filed periods ask for more than the whole target.
    """

    own: OwnIndicator | None
    goal: ContractTarget | None
    present: Sequence[int | None] = ()
    parts: Sequence[int] | None = ()

    @property
    def moves(self) -> bool:
        """Whether the targets of periods are others than before."""
        return self.parts is not None and list(self.parts) != list(self.present)


def promised(contract: Contract) -> list[OwnIndicator]:
    """Return the own indicators of a contract as agreed and amended; older ones have none."""
    table = contract_promises.table(contract_promises.of(contract), PartKey.INDICATORS)
    return [_read(row) for row in (table or {}).get("rows", ()) if row.get("name")]


def _read(row: Mapping[str, object]) -> OwnIndicator:
    texts = (str(row.get(name) or "") for name in ("name", "unit", "verification"))
    name, unit, verification = texts
    baseline, target = (_whole(row.get(name)) for name in ("baseline", "target"))
    return OwnIndicator(name, unit, baseline, target, verification)


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def followed(contract: UUID) -> list[ContractTarget]:
    """Return the targets of the own indicators that the reports of a contract follow."""
    query = ContractTarget.select(ContractTarget, Indicator).join(Indicator)
    own = (ContractTarget.contract == contract) & Indicator.call.is_null()
    return list(query.where(own).order_by(Indicator.position))


def courses(contract: Contract, reports: Sequence[Report], added: int = 0) -> list[Course]:
    """Return what becomes of each own indicator over the periods that stay or are added."""
    kept = {_identity(each): each for each in followed(contract.id)}
    targets = _targets(reports)
    found = []
    for own in promised(contract):
        goal = kept.pop(own.identity, None)
        found.append(_course(own, goal, targets, (reports, added)))
    return [*found, *(Course(None, goal) for goal in kept.values())]


def _identity(goal: ContractTarget) -> tuple[object, ...]:
    return rules.named(goal.indicator.name), goal.kind, goal.adding


def _targets(reports: Iterable[Report]) -> Mapping[tuple[UUID, UUID], int]:
    rows = Actual.select().where(Actual.report.in_(list(reports)))
    return {(each.indicator_id, each.report_id): each.target for each in rows}


def _course(
    own: OwnIndicator,
    goal: ContractTarget | None,
    targets: Mapping[tuple[UUID, UUID], int],
    periods: tuple[Sequence[Report], int],
) -> Course:
    reports, added = periods
    keys = {each.id: (goal.indicator_id, each.id) for each in reports if goal}
    here = {key: targets[pair] for key, pair in keys.items() if pair in targets}
    fixed = [here[each.id] for each in reports if not _is_open(each) and each.id in here]
    present = [here.get(each.id) for each in reports if _is_open(each)] + [None] * added
    parts = rules.parts(own.target, own.measure.adding, fixed, present)
    return Course(own, goal, present, parts)


def beyond(contract: Contract, found: Iterable[Course]) -> list[OwnIndicator]:
    """Return those that filed periods pass already, or that no open period can follow.

    What the contract promised before, and no report followed, is not held against anybody.
    """
    before = promised(contract)
    return [
        each.own
        for each in found
        if each.own and each.parts is None and (each.goal or each.own not in before)
    ]


def _is_open(report: Report) -> bool:
    return report.state is ReportState.DRAFT


def follow(contract: Contract) -> None:
    """Let the open reports of a contract follow what is promised, inside the caller's act.

    What was filed stays. An indicator that is promised no more keeps its filed figures, with
    what these periods asked for as its target; without any it falls away.
    """
    reports = _reports(contract)
    for place, each in enumerate(courses(contract, reports), FIRST):
        if each.own is None and each.goal:
            _end(each.goal, reports)
        elif each.own and each.parts is not None:
            goal = _kept(contract, each.own, each.goal, place)
            _spread(goal, [one for one in reports if _is_open(one)], each.parts)
    indicator_sums.stand(contract.id)


def _reports(contract: Contract) -> list[Report]:
    query = Report.select().where((Report.contract == contract) & of_periods())
    return list(query.order_by(Report.number))


def _kept(
    contract: Contract, own: OwnIndicator, goal: ContractTarget | None, place: int
) -> ContractTarget:
    """Return the target of an own indicator, made or brought up to date."""
    said = {"name": own.name, "unit": own.unit, "verification": own.verification}
    measured = {
        "kind": own.measure.kind,
        "adding": own.measure.adding,
        "over_100": own.measure.over_100,
        "baseline": own.baseline,
        "target": own.target,
    }
    if goal is None:
        row = Indicator.create(call=None, position=place, **said, **measured)
        return ContractTarget.create(contract=contract, indicator=row, **measured)
    there = Indicator.id == goal.indicator_id
    Indicator.update(position=place, **said, **measured).where(there).execute()
    ContractTarget.update(**measured).where(ContractTarget.id == goal.id).execute()
    return goal


def _spread(goal: ContractTarget, reports: Sequence[Report], parts: Sequence[int]) -> None:
    for report, part in zip(reports, parts, strict=True):
        mine = (Actual.report == report) & (Actual.indicator == goal.indicator_id)
        if not Actual.update(target=part).where(mine).execute():
            Actual.create(report=report, indicator=goal.indicator_id, target=part)


def _end(goal: ContractTarget, reports: Sequence[Report]) -> None:
    """Take an indicator out of open reports; who types in one just then is told of it."""
    mine = Actual.indicator == goal.indicator_id
    open_ones = [each.id for each in reports if _is_open(each)]
    if Actual.delete().where(mine & Actual.report.in_(open_ones)).execute():
        later = {"indicators_version": Report.indicators_version + 1}
        Report.update(later).where(Report.id.in_(open_ones)).execute()
    filed = [each.target for each in Actual.select().where(mine)]
    if filed:
        target = sum(filed) if goal.adding is Adding.SUM else goal.target
        ContractTarget.update(target=target).where(ContractTarget.id == goal.id).execute()
        return
    goal.delete_instance()
    goal.indicator.delete_instance()

"""Procedures of a centre run by the government: from the starting set into force."""

from datetime import timedelta

import pytest

from portal.domain.actions import Role
from portal.domain.errors import Conflict, NotAllowed, RuleBroken, RulesBroken, WrongState
from portal.domain.lifecycle_procedures import ProcedureState
from portal.domain.procedures import Duty, Party
from portal.models import Document, Procedure
from portal.models.centres import ManagementModel
from portal.services import (
    procedure_difference,
    procedure_parts,
    procedure_steps,
    procedures,
    state_budgets,
    work,
)
from portal.services.procedure_parts import RowDraft, SectionDraft, Seen
from portal.services.procedures import Text
from tests import factories as make
from tests.proceeding import House

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def house(app):
    return House()


def rules_of(refused):
    return {each.rule for each in refused.value.broken}


def test_the_first_version_begins_with_the_sections_and_the_split_of_the_handbook(house):
    french = procedures.begin(house.centre, "fr", house.officer, house.at)
    rows = {each.name: each.duties for each in procedures.matrix(french)}
    assert rows["Hébergement"]["ministry"] == "A"
    assert rows["Soutien psychosocial"]["iom"] == "A"
    gaps = procedures.gaps(french, *procedures.contents(french))
    assert {each.broken.rule for each in gaps} == {
        "procedure_basis_missing",
        "matrix_fallback_missing",
    }
    assert {each.endpoint for each in gaps} == {"procedures.text", "procedures.row"}


def test_a_centre_run_by_a_partner_has_none_and_a_second_draft_waits(house):
    with pytest.raises(NotAllowed):
        procedures.begin(make.centre(), "en", house.officer, house.at)
    joint = House(ManagementModel.CO_MANAGED)
    joint.draft()
    with pytest.raises(RuleBroken, match="procedure_pending"):
        joint.draft()


def test_neither_review_nor_agreement_passes_while_something_is_missing(house):
    draft = house.draft(complete=False)
    with pytest.raises(RulesBroken) as refused:
        procedure_steps.review(draft, house.reviewer, house.at)
    assert "matrix_fallback_missing" in rules_of(refused)
    assert procedures.by_id(draft.id).state is ProcedureState.DRAFT
    Procedure.update(state=ProcedureState.REVIEWED).where(Procedure.id == draft.id).execute()
    with pytest.raises(RulesBroken):
        procedure_steps.agree(procedures.by_id(draft.id), house.letter, house.head, house.at)
    assert procedures.by_id(draft.id).agreed_on is None


def test_the_author_does_not_review_and_the_reviewer_is_named(house):
    officer = make.actor(Role.PROGRAMME_OFFICER, Role.LEGAL_OFFICER)
    house.officer = officer
    draft = house.draft()
    with pytest.raises(NotAllowed):
        procedure_steps.review(draft, officer, house.at)
    procedure_steps.review(draft, house.reviewer, house.at)
    assert procedures.by_id(draft.id).reviewer_id == house.reviewer.person_id


def test_a_reviewer_gives_a_version_back_until_the_remarks_are_met(house):
    reviewed = house.reviewed()
    procedure_steps.give_back(reviewed, "Name the law.", house.reviewer, house.at)
    draft = procedures.by_id(reviewed.id)
    assert (draft.state, draft.reviewer_id) == (ProcedureState.DRAFT, None)
    waits = [each.word for each in work.items(house.reviewer, house.at)]
    assert "work.review_procedure" not in waits
    procedures.answer_remark(draft, house.officer, house.at)
    waits = [each.word for each in work.items(house.reviewer, house.at)]
    assert "work.review_procedure" in waits


def test_a_reviewed_version_is_written_no_more(house):
    reviewed = house.reviewed()
    with pytest.raises(WrongState):
        procedures.save_text(reviewed, Text("Other", "Law"), 1, house.officer, house.at)
    part = procedures.sections(reviewed)[0]
    with pytest.raises(WrongState):
        procedure_parts.remove(reviewed, part, house.officer, house.at)


def test_the_next_version_ends_the_former_the_day_before(house):
    first = house.in_force()
    later = house.at.date() + timedelta(days=30)
    second = house.in_force(later)
    first = procedures.by_id(first.id)
    assert first.state is ProcedureState.REPLACED
    assert first.ends_on == later - timedelta(days=1)
    assert procedures.in_force(house.centre, house.at.date()).id == first.id
    assert procedures.in_force(house.centre, later).id == second.id


def test_a_withdrawn_version_leaves_the_centre_without_procedures(house):
    held = house.in_force()
    with pytest.raises(RuleBroken):
        procedure_steps.withdraw(held, " ", house.head, house.at)
    procedure_steps.withdraw(held, "The law changed.", house.head, house.at)
    assert procedures.in_force(house.centre, house.at.date()) is None


def test_the_official_document_is_asked_for_once_in_both_languages(house):
    held = house.in_force()
    procedure_steps.issue(held, house.head, house.at)
    with pytest.raises(RuleBroken):
        procedure_steps.issue(held, house.head, house.at)
    asked = Document.select().where(Document.subject_id == held.id)
    assert {each.language for each in asked} == {"en", "fr"}


def test_a_row_is_saved_at_its_number_and_two_writers_do_not_overwrite_each_other(house):
    draft = house.draft()
    row = procedures.matrix(draft)[4]
    duties = {Party.IOM: Duty.ACCOUNTABLE, Party.HEALTH: Duty.RESPONSIBLE}
    given = RowDraft("Dental care", 1, duties, response="Within a day")
    procedure_parts.save_row(draft, given, Seen(row, 1), house.officer, house.at)
    first = procedures.matrix(draft)[0]
    assert (first.name, first.duties) == ("Dental care", {"iom": "A", "health": "R"})
    with pytest.raises(Conflict) as refused:
        procedure_parts.save_row(draft, given, Seen(row, 1), house.officer, house.at)
    assert refused.value.theirs["iom"] == "A"


def test_two_versions_differ_by_section_and_by_row(house):
    first = house.in_force()
    second = house.draft()
    added = SectionDraft("Visits of families", "On Sundays.", 3)
    procedure_parts.save_section(second, added, Seen(), house.officer, house.at)
    row = procedures.matrix(second)[0]
    duties = {Party.MINISTRY: Duty.ACCOUNTABLE, Party.PARTNER: Duty.RESPONSIBLE}
    changed = RowDraft(row.name, 1, duties, row.always, fallback=row.fallback)
    procedure_parts.save_row(second, changed, Seen(row, 1), house.officer, house.at)
    procedure_parts.remove(second, procedures.matrix(second)[1], house.officer, house.at)
    found = procedure_difference.between(first, second)
    told = {(each["section"], each["mark"], each["label"]) for each in found}
    assert told == {
        ("sections", "added", "Visits of families"),
        ("matrix", "changed", "Accommodation"),
        ("matrix", "removed", "Food"),
    }
    (accommodation,) = [each for each in found if each["label"] == "Accommodation"]
    partner = next(each for each in accommodation["values"] if each["name"] == "partner")
    assert (partner["before"], partner["after"]) == ("", "R")


def test_the_budget_of_the_state_is_noted_once_a_line_and_year(house):
    line = house.budget()
    with pytest.raises(RuleBroken, match="state_budget_twice"):
        house.budget()
    assert [each.id for each in state_budgets.of(house.centre)] == [line.id]

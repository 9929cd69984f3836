"""The house of a partner: profile in sections, bank account, documents, issued profile."""

from datetime import date, timedelta
from decimal import Decimal
from functools import partial

import pytest

from portal.domain.actions import Role
from portal.domain.errors import (
    Conflict,
    NotAllowed,
    NotFound,
    RuleBroken,
    RulesBroken,
    WrongState,
)
from portal.domain.partner_house import AccountState, Body, DocumentKind, Opinion
from portal.domain.proposals import SectionState
from portal.jobs import deliver_pending
from portal.models import (
    BankAccount,
    Document,
    Effect,
    Event,
    KeyPerson,
    Partner,
    PartnerDocument,
    Person,
    ProfileIssue,
    YearBudget,
)
from portal.services import (
    accounts,
    bank_details,
    partner_documents,
    partner_profile,
    partners,
    profile_issue,
    work,
)
from portal.services.bank_details import Wish
from portal.services.file_checks import Limits, Upload
from portal.services.partner_documents import Paper
from portal.services.partner_profile import SECTIONS, Draft
from tests import factories, houses, papers
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("app")
IBAN = "MA64 0115 1900 0001 2050 0053 4921"
WISH = Wish("Association Nour", "Banque de la Ville", "MA", IBAN, "", "MAD")
PDF = papers.pdf()
LIMITS = Limits(1024 * 1024, 3)
DAY = timedelta(days=1)


def mails(template):
    sent = [effect.payload for effect in Effect.select().where(Effect.kind == "mail")]
    return [mail for mail in sent if mail["template"] == template]


@pytest.fixture
def partner():
    return factories.partner(bank_holder="", key_people="", yearly_budget="", staff=None)


@pytest.fixture
def owner(partner):
    return factories.actor(Role.PARTNER_OWNER, partner=partner)


@pytest.fixture
def signatory(partner):
    return factories.actor(Role.PARTNER_SIGNATORY, partner=partner)


def save(partner, by, code, values=None, **more):
    draft = Draft(more.get("seen", 1), values or {}, list(more.get("rows", ())))
    partner_profile.save(partner, SECTIONS[code], draft, by, NOON)


def person(name="Salma Bennis", function="Director", **facts):
    given = {"name": name, "function": function, "body": Body.MANAGEMENT, "birth_year": None}
    return {**given, **facts}


def budget(year, amount):
    return {"year": year, "amount": Decimal(amount), "currency": "MAD"}


def state(partner, code):
    return next(task.state for task in partner_profile.tasks(partner) if task.code == code)


def test_a_section_is_saved_and_the_task_list_says_by_whom(partner, owner):
    assert state(partner, "people") is SectionState.EMPTY
    save(partner, owner, "people", rows=[person(), person("Youssef", "Chair")])
    task = next(each for each in partner_profile.tasks(partner) if each.code == "people")
    assert (task.state, task.rows, task.saved_by) == (SectionState.DONE, 2, owner.name)
    assert Event.get(Event.name == "partner.section_saved").facts == {"section": "people"}


def test_what_others_read_of_the_sections_follows_them(partner, owner):
    save(partner, owner, "people", rows=[person(), person("Youssef Amrani", "")])
    save(
        partner,
        owner,
        "budgets",
        rows=[budget(2024, 10), budget(2025, "20.5"), budget(2023, 5)],
    )
    heads = {"paid_women": 3, "paid_men": 0, "volunteer_women": 9, "volunteer_men": None}
    save(partner, owner, "staff", heads)
    kept = partners.by_id(partner.id)
    assert kept.key_people == "Salma Bennis, Director\nYoussef Amrani"
    assert kept.yearly_budget == "MAD 20.5"
    assert kept.staff == 3
    assert partners.missing(kept) == ["bank_holder"]


def test_an_emptied_section_is_missing_again(partner, owner):
    save(partner, owner, "people", rows=[person()])
    save(partner, owner, "people", rows=[], seen=2)
    kept = partners.by_id(partner.id)
    assert (kept.key_people, KeyPerson.select().count()) == ("", 0)
    assert "key_people" in partners.missing(kept)


def test_two_people_writing_one_section_get_both_versions(partner, owner):
    save(partner, owner, "people", rows=[person("First")])
    with pytest.raises(Conflict) as refused:
        save(partner, owner, "people", rows=[person("Second")])
    assert refused.value.version == 2
    assert [row["name"] for row in refused.value.theirs["rows"]] == ["First"]
    assert KeyPerson.get().name == "First"
    assert partners.by_id(partner.id).key_people == "First, Director"


def test_two_people_writing_two_sections_do_not_meet(partner, owner):
    save(partner, owner, "people", rows=[person()])
    save(partner, owner, "budgets", rows=[budget(2025, 10)])
    save(partner, owner, "legal", {"legal_form": "Association"})
    assert state(partner, "legal") is SectionState.STARTED


def test_rows_that_break_a_rule_save_nothing(partner, owner):
    before = Event.select().count()
    with pytest.raises(RulesBroken):
        save(partner, owner, "budgets", rows=[budget(2025, 1), budget(2025, 2)])
    assert YearBudget.select().count() == 0
    assert Event.select().count() == before


@pytest.mark.parametrize("role", [Role.PARTNER_EDITOR, Role.PARTNER_SIGNATORY])
def test_only_the_owner_writes_the_profile(partner, role):
    for who in (
        factories.actor(role, partner=partner),
        factories.actor(Role.PARTNER_OWNER, partner=factories.partner()),
        factories.actor(Role.PROCUREMENT_OFFICER),
    ):
        with pytest.raises(NotAllowed):
            save(partner, who, "people", rows=[person()])


def test_an_unknown_section_is_not_found():
    with pytest.raises(NotFound):
        partner_profile.section("nothing")


def ask(partner, by, wish=WISH):
    return bank_details.ask(partner, wish, by, NOON)


def test_a_bank_account_needs_two_people(partner, owner, signatory):
    made = ask(partner, owner)
    assert partners.by_id(partner.id).bank_holder == WISH.holder
    with pytest.raises(NotAllowed):
        bank_details.confirm(made, IBAN, owner, NOON)
    bank_details.confirm(made, IBAN.lower().replace(" ", "-"), signatory, NOON)
    kept = bank_details.by_id(made.id)
    assert (kept.state, kept.decided_by_id) == (AccountState.CONFIRMED, signatory.person_id)
    assert len(mails("bank_asked")) == len(mails("bank_confirmed")) == 2
    names = [event.name for event in Event.select().order_by(Event.id)]
    assert names == ["bank.asked", "bank.confirmed"]
    assert not [event for event in Event.select() if "4921" in str(event.facts)]


def test_only_the_same_number_confirms_an_account(partner, owner, signatory):
    made = ask(partner, owner)
    with pytest.raises(RuleBroken, match="bank_number_differs"):
        bank_details.confirm(made, IBAN[:-1] + "2", signatory, NOON)
    assert bank_details.by_id(made.id).state is AccountState.ASKED


def test_a_confirmed_account_replaces_the_one_in_use(partner, owner, signatory):
    first = ask(partner, owner)
    bank_details.confirm(first, IBAN, signatory, NOON)
    second = ask(partner, signatory, Wish("Nour", "Other bank", "FR", "00012345", "", "EUR"))
    shown = bank_details.accounts_of(partner, owner)
    assert shown[AccountState.CONFIRMED].account.id == first.id
    assert partners.by_id(partner.id).bank_holder == WISH.holder
    bank_details.confirm(second, "00012345", owner, NOON)
    assert bank_details.by_id(first.id).state is AccountState.REPLACED
    assert partners.by_id(partner.id).bank_holder == "Nour"


def test_a_double_click_confirms_once_and_a_second_change_waits(partner, owner, signatory):
    made = ask(partner, owner)
    with pytest.raises(RuleBroken, match="bank_waits"):
        ask(partner, owner)
    bank_details.confirm(made, IBAN, signatory, NOON)
    with pytest.raises(WrongState):
        bank_details.confirm(made, IBAN, signatory, NOON)
    with pytest.raises(WrongState):
        bank_details.decline(made, "Wrong bank.", signatory, NOON)
    assert bank_details.by_id(made.id).state is AccountState.CONFIRMED


def test_an_iban_with_wrong_digits_is_refused(partner, owner):
    wrong = Wish("Nour", "Bank", "MA", IBAN[:-1] + "9", "", "MAD")
    with pytest.raises(RulesBroken):
        ask(partner, owner, wrong)
    assert BankAccount.select().count() == Event.select().count() == 0


def test_procurement_confirms_only_where_the_partner_has_no_second_person(partner, owner):
    officer = factories.actor(Role.PROCUREMENT_OFFICER)
    made = ask(partner, owner)
    assert "work.confirm_bank" in [item.word for item in work.items(officer, NOON)]
    second = factories.person(Role.PARTNER_SIGNATORY, partner=partner)
    assert "work.confirm_bank" not in [item.word for item in work.items(officer, NOON)]
    with pytest.raises(RuleBroken, match="bank_partner_confirms"):
        bank_details.confirm(made, IBAN, officer, NOON)
    Person.update(partner=None).where(Person.id == second.id).execute()
    bank_details.confirm(made, IBAN, officer, NOON)


def test_the_asker_may_take_a_change_back(partner, owner):
    made = ask(partner, owner)
    bank_details.decline(made, "A typing error.", owner, NOON)
    assert bank_details.by_id(made.id).state is AccountState.DECLINED
    ask(partner, owner)


@pytest.mark.parametrize(
    ("role", "own", "whole"),
    [
        (Role.PARTNER_OWNER, True, True),
        (Role.FINANCE_OFFICER, False, True),
        (Role.PARTNER_SIGNATORY, True, False),
        (Role.PARTNER_EDITOR, True, False),
        (Role.PROCUREMENT_OFFICER, False, False),
        (Role.AUDITOR, False, False),
    ],
)
def test_owner_and_finance_read_the_whole_number(partner, owner, role, own, whole):
    ask(partner, owner)
    reader = factories.actor(role, partner=partner if own else None)
    number = bank_details.accounts_of(partner, reader)[AccountState.ASKED].number
    assert (number == IBAN.replace(" ", "")) is whole
    assert number.endswith("4921")


def paper(content=PDF, **facts):
    upload = Upload("Statutes", "statutes.pdf", content)
    return Paper(upload, **{"kind": DocumentKind.STATUTES, **facts})


def add(partner, by, of):
    return partner_documents.add(partner, of, LIMITS, by, NOON)


def test_a_document_is_kept_once(partner, owner):
    first, second = add(partner, owner, paper()), add(partner, owner, paper())
    assert first.id == second.id
    assert Event.select().where(Event.name == "partner.document_added").count() == 1


def test_an_audit_report_needs_its_year_and_opinion(partner, owner):
    with pytest.raises(RulesBroken) as refused:
        add(partner, owner, paper(kind=DocumentKind.AUDIT))
    assert [each.rule for each in refused.value.broken] == ["audit_year", "audit_opinion"]
    add(
        partner,
        owner,
        paper(kind=DocumentKind.AUDIT, year=2024, opinion=Opinion.UNQUALIFIED),
    )


@pytest.mark.parametrize("content", [b"", b"MZ not a document", PDF * 20_000])
def test_a_file_of_no_kind_or_too_large_is_refused(partner, owner, content):
    with pytest.raises(RuleBroken):
        add(partner, owner, paper(content))
    assert PartnerDocument.select().count() == 0


def test_the_number_of_documents_is_bounded(partner, owner):
    kept, *more = [paper(papers.pdf(change=partial(pages, number))) for number in range(4)]
    for each in more:
        add(partner, owner, each)
    with pytest.raises(RuleBroken, match="too_many_files"):
        add(partner, owner, kept)


def pages(number, made):
    for _ in range(number):
        made.add_blank_page()


def test_the_owner_is_reminded_before_a_document_ends_and_when_it_is_over(partner, owner):
    ends = NOON.date() + 100 * DAY
    houses.paper(partner, expires_on=ends, title="Insurance")
    other = factories.person(Role.PARTNER_OWNER, partner=factories.partner())
    told = []
    for offset in range(110):
        told += [offset] * partner_documents.remind(NOON + offset * DAY)
    assert told == [40, 70, 93, 101]
    facts = [mail["facts"] for mail in mails("document_ends")]
    assert [fact["over"] for fact in facts] == [False, False, False, True]
    assert other.email not in [mail["to"] for mail in mails("document_ends")]


def test_a_second_run_of_the_job_reminds_nobody_again(partner, owner):
    houses.paper(partner, expires_on=NOON.date() + 5 * DAY)
    assert partner_documents.remind(NOON) == 1
    assert partner_documents.remind(NOON + timedelta(hours=1)) == 0
    words = [item.word for item in work.items(owner, NOON)]
    assert "work.renew_document" in words


def test_a_removed_document_reminds_nobody(partner, owner):
    kept = houses.paper(partner, expires_on=NOON.date() + 5 * DAY)
    partner_documents.remind(NOON)
    partner_documents.remove(partner, kept.id, owner, NOON)
    assert partner_documents.remind(NOON + 6 * DAY) == 0
    with pytest.raises(NotFound):
        partner_documents.remove(partner, kept.id, owner, NOON)


def test_a_document_of_another_partner_is_not_found(partner, owner):
    others = houses.paper(factories.partner())
    with pytest.raises(NotFound):
        partner_documents.remove(partner, others.id, owner, NOON)


def test_an_unchanged_profile_is_issued_once_and_a_changed_one_anew(partner, owner):
    first = profile_issue.issue(partner, owner, NOON)
    assert profile_issue.issue(partner, owner, NOON).id == first.id
    save(partner, owner, "people", rows=[person()])
    second = profile_issue.issue(partner, owner, NOON)
    assert (first.version, second.version) == (1, 2)
    numbers = sorted(row.number for row in Document.select())
    assert numbers == [
        "IOM/PARTNER/00001-V1-EN",
        "IOM/PARTNER/00001-V1-FR",
        "IOM/PARTNER/00001-V2-EN",
        "IOM/PARTNER/00001-V2-FR",
    ]
    assert (
        ProfileIssue.get(ProfileIssue.version == 1).content["sections"]["people"]["rows"] == []
    )


def test_an_issued_profile_holds_no_whole_bank_number(partner, owner, signatory):
    bank_details.confirm(ask(partner, owner), IBAN, signatory, NOON)
    issued = profile_issue.issue(partner, owner, NOON)
    assert issued.content["bank"]["number"].endswith("4921")
    assert IBAN.replace(" ", "") not in str(issued.content)


def test_other_partners_and_auditors_issue_no_profile(partner):
    for who in (
        factories.actor(Role.PARTNER_OWNER, partner=factories.partner()),
        factories.actor(Role.AUDITOR),
    ):
        with pytest.raises(NotAllowed):
            profile_issue.issue(partner, who, NOON)


def test_the_reminders_are_a_daily_job_whose_mail_is_delivered(app, partner, owner):
    day = factories.moment().date() + 3 * DAY
    houses.paper(partner, expires_on=date(day.year, day.month, day.day))
    assert app.extensions["jobs"].renew.call_local() == 1
    assert deliver_pending(lambda _document: b"") == 1
    assert accounts.person_of(owner).email
    assert Partner.select().count() == 1

"""Amendments of a contract in every state that has a page of its own."""

from portal.domain.notices import NoticeKind
from portal.services import notices
from portal.services.notices import Wish
from tests.amended import BEFORE_END, House, K, extension
from tests.browser.stage_sealed import of
from tests.promised import further, promise

TABLES = ("staffing", "work_plan", "indicators", "handover", "data_protection")


def faces():
    """Put them into the database; return the pages that show them."""
    return [*drafted(), *asked(), *offered(), *noticed(), *ended()]


def drafted():
    """A draft that changes the scope: its forms, and the page that says what is missing."""
    house = promise(House(), *further())
    one = house.start(K.SCOPE, terms={"scope": "Thirty rooms."})
    key, writer = {"amendment_id": one.id}, house.procurement
    names = ("amendment", "edit_amendment", "amend_standards", "withdraw_amendment")
    return [
        *(of(f"contracts.{name}", writer, **key) for name in names),
        of("contracts.amend_clause", writer, code="C21", **key),
        *(of("contracts.amend_table", writer, key=each, **key) for each in TABLES),
        of("contracts.start_amendment", writer, slug=house.slug),
    ]


def asked():
    """One that waits for the head of office."""
    house = House()
    one = house.start(**extension())
    house.send(one)
    approval = house.waiting(one)["head"]
    return [of("contracts.approve_amendment", house.head, approval_id=approval.id)]


def offered():
    """One that the partner signs or declines, and one that the head of office signs."""
    house, other = House(), House()
    first = house.agreed(house.start(**extension()))
    second = other.agreed(other.start(**extension()))
    other.sign(second)
    key = {"amendment_id": first.id}
    return [
        of("contracts.sign_amendment", house.signatory, **key),
        of("contracts.decline_amendment", house.signatory, **key),
        of("contracts.countersign_amendment", other.head, amendment_id=second.id),
    ]


def written(house, kind, ground, **facts):
    """A notice that procurement wrote."""
    wish = Wish(kind, ground, "The donor wrote.", **facts)
    return notices.write(house.now(), wish, house.procurement, BEFORE_END)


def noticed():
    """A notice that waits for the head of office, with the forms of both sides."""
    house, kind = House(), NoticeKind.TERMINATION
    made = written(house, kind, "with_notice")
    return [
        of("contracts.notice", house.head, notice_id=made.id),
        of("contracts.withdraw_notice", house.procurement, notice_id=made.id),
        of("contracts.write_notice", house.procurement, slug=house.slug, kind=kind.value),
        of("contracts.partner_notice", house.signatory, slug=house.slug),
        of("contracts.consolidated_text", house.signatory, slug=house.slug),
    ]


def ended():
    """An end by consent that the partner answers."""
    house, day = House(), BEFORE_END.date()
    made = written(house, NoticeKind.TERMINATION, "agreement", last_day=day)
    notices.give(made, house.head, BEFORE_END)
    names = ("notice", "agree_notice", "decline_notice")
    return [of(f"contracts.{name}", house.signatory, notice_id=made.id) for name in names]

"""Fields that several areas share: what they take, and what they refuse."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.blueprints.fields import AmountField, TidyForm, VersionedForm, currency
from portal.domain.actions import Role
from tests import factories as make


class Priced(TidyForm):
    """An amount in a currency."""

    class Meta(TidyForm.Meta):
        """Nobody sends it."""

        csrf = False

    amount = AmountField("Amount")
    currency = currency("Currency")


class Drafted(VersionedForm):
    """A draft."""

    class Meta(VersionedForm.Meta):
        """Nobody sends it."""

        csrf = False


def errors(app, **typed):
    with app.test_request_context():
        form = Priced(MultiDict({"amount": "1", "currency": "MAD", **typed}))
        form.validate()
        return {name: [str(each) for each in told] for name, told in form.errors.items()}


def test_a_currency_is_taken_however_it_is_typed_and_kept_in_capitals(app):
    with app.test_request_context():
        form = Priced(MultiDict({"amount": "1 200,50", "currency": " mad "}))
        assert form.validate()
        assert (form.currency.data, str(form.amount.data)) == ("MAD", "1200.50")


@pytest.mark.parametrize("typed", ["$$$", "QQQ", "dirham", "<b>"])
def test_three_signs_that_are_no_currency_are_refused(app, typed):
    assert errors(app, currency=typed) == {
        "currency": ["Enter the three letters of the currency."]
    }


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("1" + 12 * "0", "Enter an amount of twelve figures at the most."),
        ("-1e30", "Enter an amount of twelve figures at the most."),
        ("NaN", "Enter an amount in figures."),
        ("-Infinity", "Enter an amount in figures."),
    ],
)
def test_an_amount_that_no_column_holds_is_refused(app, typed, told):
    assert errors(app, amount=typed) == {"amount": [told]}


@pytest.mark.parametrize("sent", ["9" * 30, "9" * 5000, "-1", "x", ""])
def test_a_version_that_no_record_can_have_is_none(app, sent):
    with app.test_request_context():
        assert Drafted(MultiDict({"version": sent})).seen() == 0


@pytest.mark.parametrize("number", ["9" * 10, "9" * 30, "9" * 5000])
def test_an_address_with_a_number_that_no_record_can_have_is_not_found(app, number):
    client = make.sign_in(app.test_client(), make.person(Role.PROCUREMENT_OFFICER))
    call = make.call()
    for address in (f"/calls/{call.slug}/addenda/{number}", f"/clarifications/{number}.pdf"):
        assert client.get(address).status_code == 404

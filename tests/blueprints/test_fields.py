"""Fields that several areas share: what they take, and what they refuse."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.blueprints.fields import AmountField, TidyForm, currency


class Priced(TidyForm):
    """An amount in a currency."""

    class Meta(TidyForm.Meta):
        """Nobody sends it."""

        csrf = False

    amount = AmountField("Amount")
    currency = currency("Currency")


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


@pytest.mark.parametrize("typed", ["1" + 12 * "0", "-1e30", "NaN", "-Infinity"])
def test_an_amount_that_no_column_holds_is_refused(app, typed):
    assert errors(app, amount=typed) == {
        "amount": ["Enter an amount of twelve figures at the most."]
    }

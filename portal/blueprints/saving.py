"""Saving a form: go on, or show it again with messages, or with both versions side by side."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from portal.domain.errors import Conflict, RuleBroken, RulesBroken
from portal.show import rule_text

Show = Callable[[Mapping[str, object] | None], str]
"""Renders the page; its argument is what others saved meanwhile, or None."""


def save_or_show(
    form: FlaskForm, save: Callable[[], Any], show: Show, done: Callable[[Any], str]
) -> ResponseReturnValue:
    """Validate and save, then redirect to ``done(result)``; else show the form as it was typed.

    422 when something is to be corrected, 409 when somebody else saved the same draft.
    """
    if not form.validate_on_submit():
        return show(None), 422 if form.is_submitted() else 200
    try:
        result = save()
    except RuleBroken as broken:
        tell(form, [broken])
    except RulesBroken as several:
        tell(form, several.broken)
    except Conflict as conflict:
        form["version"].data = str(conflict.version)
        form["version"].raw_data = None
        return show(conflict.theirs), 409
    else:
        return redirect(done(result), 303)
    return show(None), 422


def tell(form: FlaskForm, broken: list[RuleBroken]) -> None:
    """Put the words of broken rules at their fields, or above the form."""
    for each in broken:
        text = rule_text(each.rule, each.facts)
        if each.field and each.field in form:
            field = form[each.field]
            field.errors = [*field.errors, text]
        else:
            form.form_errors.append(text)

"""Words of budgets that come out of a spreadsheet, and of own contributions."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "Contribution.cash": N_("in cash"),
    "Contribution.kind": N_("in kind"),
    "rule.sheet_foreign": N_(
        "This file was not given out for this proposal. Download the spreadsheet here, write "
        "in it, then take that file in. Nothing was changed."
    ),
    "rule.sheet_stale": N_(
        "The budget was saved again after this file was given out. Nothing was changed. "
        "Download the spreadsheet anew, or paste your rows below."
    ),
    "rule.sheet_indirect": N_(
        "Enter the indirect costs in the spreadsheet as a percentage from 0 to 100 with at "
        "most one decimal. Nothing was changed."
    ),
    "rule.sheet_stated": N_(
        "Enter the total that you state in the spreadsheet as an amount above zero, or leave "
        "its cell empty. Nothing was changed."
    ),
    "PriceRule.computed": N_("The sum of the lines; they prevail over the stated total"),
    "PriceRule.stated": N_("The stated total; the lines follow it in proportion"),
    "event.proposal.budget_checked": N_(
        "Difference between the stated total and the sum of the lines confirmed"
    ),
    "step.check_budget": N_("Confirm a difference in a budget"),
    "work.check_budgets": N_("Confirm where budgets do not add up"),
    "work.wait_budgets": N_("Procurement confirms where budgets do not add up"),
    "rule.budgets_unchecked": N_(
        "Budgets whose stated total differs from their lines, not confirmed yet: %(count)s. "
        "Procurement confirms each, with a reason, on the page of the arithmetic check."
    ),
    "rule.budget_reason_short": N_("Give the reason in at least %(words)s words."),
    "rule.budget_checked": N_("This difference is confirmed already; it stays as it is."),
    "rule.budget_agrees": N_("There is no difference to confirm in this budget."),
    "rule.sheet_empty": N_("There is no line in it. Nothing was changed."),
    "rule.sheet_too_long": N_("A budget takes at most %(most)s lines. Nothing was changed."),
    "rule.cell_category": N_("Row %(row)s: “%(typed)s” is no category of direct costs here."),
    "rule.cell_description": N_("Row %(row)s: say what it is."),
    "rule.cell_description_long": N_("Row %(row)s: use at most %(most)s characters."),
    "rule.cell_unit_long": N_("Row %(row)s: use at most %(most)s characters for the unit."),
    "rule.cell_quantity": N_(
        "Row %(row)s: the quantity “%(typed)s” is no figure from 0 to %(most)s."
    ),
    "rule.cell_unit_cost": N_(
        "Row %(row)s: the cost of one unit “%(typed)s” is no figure from 0 to %(most)s."
    ),
    "rule.cell_months": N_(
        "Row %(row)s: the months “%(typed)s” are no whole number from 1 to %(most)s."
    ),
    "rule.cell_share": N_(
        "Row %(row)s: the percentage charged “%(typed)s” is no figure from 0 to %(most)s."
    ),
    "rule.cell_own": N_("Row %(row)s: the rest is given in cash or in kind, not “%(typed)s”."),
}

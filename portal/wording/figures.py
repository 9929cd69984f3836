"""Words of typed indicators, their figures and corrections."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "IndicatorKind.count": N_("Count"),
    "IndicatorKind.ratio": N_("Ratio"),
    "IndicatorKind.percentage": N_("Percentage"),
    "IndicatorKind.yes_no": N_("Yes or no"),
    "Adding.sum": N_("Sum of the periods"),
    "Adding.maximum": N_("Highest period"),
    "Adding.average": N_("Average of the periods"),
    "Adding.latest": N_("Latest period"),
    "Dimension.sex": N_("Sex"),
    "Dimension.age": N_("Age"),
    "Dimension.sex_age_band": N_("Sex and age band"),
    "YesNo.yes": N_("Yes"),
    "YesNo.no": N_("No"),
    "field.adding": N_("Adds up"),
    "field.over_100": N_("May pass 100 percent"),
    "field.breakdown_values": N_("Values of each breakdown"),
    "CorrectionState.proposed": N_("Waits for a second person"),
    "CorrectionState.approved": N_("Approved"),
    "CorrectionState.refused": N_("Refused"),
    "step.approve_correction": N_("Approve the correction"),
    "step.refuse_correction": N_("Refuse the correction"),
    "event.report.correction_proposed": N_("Correction of a figure proposed"),
    "event.report.correction_approved": N_("Correction of a figure approved"),
    "event.report.correction_refused": N_("Correction of a figure refused"),
    "work.decide_correction": N_("Decide on the correction of a figure"),
    "rule.adding_impossible": N_("The figures of %(name)s cannot add up in this way."),
    "rule.parts_unequal": N_(
        "%(indicator)s, %(dimension)s: the parts add up to %(added)s, the total is %(whole)s."
    ),
    "rule.parts_too_many": N_(
        "%(indicator)s, %(dimension)s: the parts already add up to %(added)s, "
        "the total is %(whole)s."
    ),
    "rule.percent_too_high": N_(
        "%(total)s is more than %(denominator)s of which it is a part."
    ),
    "rule.denominator_zero": N_("Enter out of how many the %(total)s are."),
    "rule.yes_or_no": N_("Choose yes or no."),
    "rule.figure_incomplete": N_("Fill in the figure and every part of it."),
    "rule.figure_unchanged": N_("This is the figure that stands already."),
    "rule.correction_open": N_("A correction of this figure waits for its second person."),
    "rule.not_accepted_yet": N_("The report is not accepted yet: return it instead."),
    "rule.reason_missing": N_("Say why."),
}

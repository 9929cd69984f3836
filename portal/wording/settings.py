"""What each setting of the portal does: its page and the table of the README say the same."""

from portal.wording.mark import N_

WORDS: dict[str, str] = {
    "setting.MODE": N_(
        'development keeps mails instead of sending them, shows "Mail and clock", loads the '
        "sample programme, lets cookies pass without HTTPS."
    ),
    "setting.PORT": N_("Port of make run, on 127.0.0.1."),
    "setting.WEB_PROCESSES": N_(
        "Processes of the web server, each with 16 threads and about 150 MB; as many as cores "
        "(deployment)."
    ),
    "setting.INSTANCE": N_("Folder for the database, files, queue and the kept secret."),
    "setting.DATABASE_URL": N_("sqlite:///PATH or postgresql://USER:PASSWORD@HOST/NAME."),
    "setting.SECRET_KEY": N_("Signs session cookies and form tokens."),
    "setting.SIGNING_KEY": N_(
        "32 random bytes in base64; signs receipts and checkpoints of the audit log."
    ),
    "setting.RETIRED_KEYS": N_(
        "Earlier public signing keys in base64, with spaces between them."
    ),
    "setting.DATA_KEYS": N_(
        "32 random bytes in base64; bank account numbers are locked under the first, earlier "
        "ones stand behind it."
    ),
    "setting.SEAL_FILE": N_("The office's own PKCS#12 file that seals contracts, mode 0600."),
    "setting.SEAL_PASSPHRASE": N_("Opens the file that seals contracts."),
    "setting.SEAL_TIMESTAMPS": N_(
        "Address of a time-stamping authority for the seal; without one the portal needs no "
        "line; flask --app portal sealing try-stamp asks it for one."
    ),
    "setting.SEAL_TIMESTAMPS_NEEDED": N_(
        "1 lets a contract wait for its stamp, and the worker asks again every hour; "
        "otherwise it is sealed without one when the authority gives none."
    ),
    "setting.CHECKPOINT_HOURS": N_(
        "Hours after which the audit log is signed again and mailed to witnesses."
    ),
    "setting.ADDRESS": N_("Public address, for links in mails and documents."),
    "setting.TRUSTED_PROXIES": N_(
        "How many proxies of your own stand in front; the address they forward then counts "
        "for the rate limits."
    ),
    "setting.MAIL_SERVER": N_("SMTP server."),
    "setting.MAIL_PORT": N_("Port of the SMTP server."),
    "setting.MAIL_TLS": N_("1 uses STARTTLS."),
    "setting.MAIL_USERNAME": N_("Account at the SMTP server."),
    "setting.MAIL_PASSWORD": N_("Password of the account at the SMTP server."),
    "setting.MAIL_SENDER": N_("Sender of mails."),
    "setting.FILE_LIMIT": N_(
        "Most bytes of an attached file; a request may be three times as large."
    ),
    "setting.FILE_COUNT_LIMIT": N_("Most files of a proposal."),
    "setting.UPLOAD_HOURS": N_(
        "Hours after which an upload that nobody went on with is removed."
    ),
    "setting.CLAMD": N_(
        "Where clamd listens, host:port or the path of its socket; its StreamMaxLength must "
        "be at least twice PORTAL_FILE_LIMIT. Without it nothing is scanned."
    ),
    "setting.SIGN_IN_LIMIT": N_(
        "Failed sign-ins from one client and for one address; also wrong signatures and mails "
        "asked for."
    ),
    "setting.SECOND_FACTOR_ROLES": N_(
        "Roles, with spaces between them (administrator finance_officer), whose holders get "
        "nowhere before they have set up a second factor; anybody may set one up."
    ),
    "setting.SCORING_NOTE_DAYS": N_(
        "Days after the award until members' notes to themselves are deleted; -1 keeps them."
    ),
    "setting.SESSION_HOURS": N_("Hours after which a sign-in ends."),
    "setting.MINIMUM_PUBLICATION_DAYS": N_(
        "Fewest days between publication and deadline of a call."
    ),
    "setting.CLARIFICATION_WORKING_DAYS": N_(
        "Fewest working days, in the centre's country, between the end of questions and the "
        "deadline."
    ),
    "setting.QUESTIONS_PER_DAY": N_("Most questions of one partner on one call in a day."),
    "setting.ANSWER_REMINDER_DAYS": N_(
        "Days before the date of the answers on which procurement is reminded."
    ),
    "setting.REPORT_REMINDER_DAYS": N_(
        "Days before its due date on which a partner is reminded of a report."
    ),
    "setting.REPORT_AGAIN_DAYS": N_("Days between two reminders of a report that is late."),
    "setting.REPORT_ESCALATION_DAYS": N_(
        "Days late from which the programme officers and the head of office are told of a "
        "report."
    ),
    "setting.REPORT_ANSWER_DAYS": N_(
        "Days after the submission of a report from which the programme officers are reminded "
        "of their answer."
    ),
    "setting.OFFICE_REMINDER_DAYS": N_(
        "Days before its day on which the programme officers are reminded of a milestone of a "
        "handover and of a decision of a management committee."
    ),
    "setting.OFFICE_AGAIN_DAYS": N_(
        "Days between two such reminders, and after which whoever has to consent to a "
        "clearance is reminded."
    ),
    "setting.REVIEW_REMINDER_DAYS": N_(
        "Days after which somebody who has to review a contract is reminded, and again."
    ),
    "setting.ADDENDUM_DAYS": N_(
        "Days that must be left after an addendum; with fewer the deadline moves."
    ),
    "setting.FEWEST_VOTES": N_("Fewest members of a committee who vote."),
    "setting.QUORUM": N_("Quorum that a new call begins with; each call keeps its own."),
    "setting.AMENDMENT_PERCENT": N_(
        "Percent of a contract's amount that an amendment may move with the head of office "
        "alone; a starting figure of the house, more asks for legal review too."
    ),
    "setting.REVIEW_DAYS": N_(
        "Working days from its filing within which a request for a review is decided."
    ),
    "setting.NO_OBJECTION_DAYS": N_(
        "Working days within which a government can object to an award."
    ),
    "setting.KEY_THRESHOLD": N_("Shares of a call's key that open its proposals together."),
    "setting.KEY_SHARES": N_(
        "Fewest shares of a call's key, with the one that is printed for escrow."
    ),
    "setting.SHARE_MINUTES": N_("Minutes within which the holders give their shares."),
    "setting.PROOF_MINUTES": N_(
        "Minutes for which a password typed beforehand submits a proposal; 0 to ask at the "
        "submission only."
    ),
    "setting.OPENING_SIGN_HOURS": N_(
        "Hours after which the record of an opening is issued with who has not signed."
    ),
    "setting.DIVERGENCE_PERCENT": N_(
        "Percent of a scale by which members may be apart before the criterion is listed for "
        "moderation."
    ),
    "setting.VARIANCE_PERCENT": N_(
        "Percent off its plan from which on the spending of a budget category is explained in "
        "a report."
    ),
    "setting.TRANSACTION_ROWS": N_("Most rows of a list of transactions."),
    "setting.LOW_PRICE_UNDER_MEDIAN": N_(
        "Percent under the median of at least three prices from which on a price is marked as "
        "abnormally low."
    ),
    "setting.LOW_PRICE_UNDER_CEILING": N_(
        "Percent under the ceiling from which on a price is marked as abnormally low."
    ),
    "setting.DEFICIENCY_HOURS": N_(
        "Hours in which partners can supply what the screening found missing."
    ),
    "setting.AWARD_CEILINGS": N_(
        "By currency, up to which amount the head of office awards alone; above it, or in "
        "another currency, a second approver confirms."
    ),
    "setting.PASSPHRASE_PASSES": N_(
        "Passes of Argon2id that a try of a passphrase costs; keys keep what they were locked "
        "with."
    ),
    "setting.PASSPHRASE_MEMORY": N_(
        "MiB of memory that a try of a passphrase costs; keys keep what they were locked with."
    ),
    "setting.PASSWORD_PASSES": N_(
        "Passes of Argon2id that a try of a password costs; passwords keep the cost they were "
        "set with."
    ),
    "setting.PASSWORD_MEMORY": N_(
        "MiB of memory that a try of a password costs; passwords keep the cost they were set "
        "with."
    ),
    "setting.INVITATION_DAYS": N_(
        "Days for which the invitation of a colleague, or of somebody of the office, works."
    ),
    "setting.PARTNER_LIKENESS": N_(
        "Likeness of 100 from which two names of organisations are held for the same."
    ),
    "setting.PARTNER_FILE_COUNT_LIMIT": N_("Most files of a partner's profile."),
    "setting.REPORT_FILE_COUNT_LIMIT": N_("Most annexes of a report."),
    "setting.CONTACT": N_("Address that a partner is referred to when it cannot apply."),
    "setting.VERIFICATION_YEARS": N_("Years for which a verification of a partner holds."),
    "setting.CAPACITY_YEARS": N_(
        "Years for which an assessment of a partner's capacity holds."
    ),
    "setting.PSEA_YEARS": N_(
        "Years for which a full rating on protection from sexual exploitation and abuse holds."
    ),
    "setting.ADVANCE_CLEARED_PERCENT": N_(
        "How much of earlier instalments accepted reports have to clear before the next one, "
        "in percent, with which a new contract begins."
    ),
    "setting.REPORT_RETENTION_YEARS": N_(
        "Years after the closing of a contract from which on the words and files of its "
        "reports can be purged; a figure of the house."
    ),
    "setting.SMALL_COUNTS": N_(
        "Counts of people under this number are left out of reports for the public."
    ),
    "setting.VISIT_COMMENT_DAYS": N_(
        "Days for which a partner can comment a reported visit before it can be made final "
        "without."
    ),
    "setting.PSEA_PLAN_MONTHS": N_(
        "Months, of 30 days, for which a rating that is not full holds, while its improvement "
        "plan runs."
    ),
    "setting.SANCTIONS_URL": N_("https address of the consolidated list, fetched once a day."),
    "setting.SANCTIONS_LIMIT": N_("Most bytes of a sanctions list."),
    "setting.HANDOVER_REVIEW_DAYS": N_(
        "Days after the handover of a centre to the State when each review is due; empty for "
        "none."
    ),
    "setting.MANAGEMENT_MEETING_DAYS": N_(
        "Days after which the management committee of a jointly managed centre meets again, "
        "with which a new cooperation agreement begins; a figure of the house."
    ),
    "setting.MANAGEMENT_MINUTES_DAYS": N_(
        "Working days within which both sides agree to the minutes of the management "
        "committee, with which a new cooperation agreement begins; a figure of the house."
    ),
    "setting.ROSTER_REST_HOURS": N_(
        "Hours of rest between two shifts of a person under which a roster points to them; a "
        "figure of the house."
    ),
    "setting.SANCTIONS_LIKENESS": N_("Likeness of 100 from which a name is a possible match."),
}

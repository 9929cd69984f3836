"""Words of the area: the audit log, its checkpoints, signed receipts, backups."""

from portal.wording.mark import N_

WORDS = {
    "event.audit.key_renewed": N_("Signing key renewed"),
    "event.data_key.renewed": N_("Key of the bank account numbers renewed"),
    "event.audit.backup_restored": N_("Backup put back"),
    "rule.chain_gap": N_("Event %(seq)s is missing: event %(found)s stands in its place."),
    "rule.chain_parted": N_("Event %(seq)s does not follow the one before it."),
    "rule.chain_changed": N_("Event %(seq)s is not as it was written."),
    "rule.chain_time": N_("The time of event %(seq)s in the log is not what it must be."),
    "rule.chain_beside": N_("Events stand beside the chain: %(count)s."),
    "rule.chain_short": N_(
        "The log ends at event %(found)s and once had %(size)s: events at the end are missing."
    ),
    "rule.chain_long": N_(
        "The log ends at event %(found)s, while its head tells of %(size)s events."
    ),
    "rule.checkpoint_forged": N_(
        "The checkpoint at %(size)s events is signed by no key of this portal."
    ),
    "rule.checkpoint_differs": N_(
        "The log up to event %(size)s is not the one of the checkpoint: it was made again."
    ),
    "rule.receipt_unreadable": N_("There is no signed receipt in this file."),
    "rule.receipt_key_unknown": N_("The key %(key)s of this receipt is not known."),
    "rule.receipt_not_signed": N_("The signature does not hold: the receipt was changed."),
    "rule.receipt_times_differ": N_("The two times of the receipt are not the same moment."),
    "rule.receipt_changed": N_("Not as the portal gave it: %(name)s."),
    "rule.receipt_unknown": N_("The portal has given no signed receipt of number %(number)s."),
    "rule.backup_folder": N_(
        "%(folder)s holds something: name a folder that is not there yet."
    ),
    "rule.backup_running": N_("Another backup is being written. Wait until it has ended."),
    "rule.backup_disk": N_("The backup could not be written: %(told)s. Nothing is left of it."),
    "rule.backup_tool": N_("The program %(tool)s is not there: it comes with PostgreSQL."),
    "rule.backup_tool_failed": N_("The program %(tool)s failed: %(told)s"),
    "rule.backup_unfinished": N_(
        "This is no backup that was written to its end: it has no list of what it holds."
    ),
    "rule.backup_lacks": N_("The backup lacks a file: %(file)s."),
    "rule.backup_beside": N_("A file lies in the backup that is no part of it: %(file)s."),
    "rule.backup_differs": N_("A file of the backup is not as it was written: %(file)s."),
    "rule.backup_other": N_(
        "The backup is of another kind of database than this portal's: %(database)s."
    ),
    "rule.backup_not_empty": N_(
        "A backup is put back into an empty portal only, and here is something already: name "
        "an empty database and an empty instance folder. Nothing was changed."
    ),
}

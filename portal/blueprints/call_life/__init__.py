"""Pages of the life of a call: invitations, review, planned publication, cancelling."""

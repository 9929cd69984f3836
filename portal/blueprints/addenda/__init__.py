"""Pages of addenda: the numbered changes of a published call."""

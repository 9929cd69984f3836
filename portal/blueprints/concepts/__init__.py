"""Pages of unsolicited concept notes."""

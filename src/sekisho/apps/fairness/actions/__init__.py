"""Setting, answering concerns, adding to the consultation log."""

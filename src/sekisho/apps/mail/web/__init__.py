"""The outbox and the local mailbox, for administrators of the whole installation."""

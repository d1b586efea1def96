"""Letters, outbox, dispatches, bounces."""

"""Question sets, asks, assignments, replies, reviews."""

"""Plans, what is due, and how a plan stands."""

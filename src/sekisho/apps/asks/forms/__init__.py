"""Forms of the office pages of asks."""

"""Office pages of asks."""

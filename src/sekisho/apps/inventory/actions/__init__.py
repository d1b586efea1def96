"""Changing the inventory: by hand, from lists, from answers."""

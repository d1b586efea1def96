"""Readings of this room; import the modules."""

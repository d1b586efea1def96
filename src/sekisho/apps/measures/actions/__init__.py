"""Changing findings and measures."""

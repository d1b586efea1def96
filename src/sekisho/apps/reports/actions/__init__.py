"""Freezing comparisons and sending feedback."""

"""Reckoning a large chain in the background, and taking pictures and tables as files."""

"""Organisations, the group tree, relations, who is visible from where, wrapped data keys."""

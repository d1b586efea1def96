"""Alerts of public bodies and the notices that pass them on; must not know incidents."""

"""The setting, the choice before a sending, and what stands in other pages."""

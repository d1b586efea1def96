"""Reading what was set, what stands against a sending, and the consultation log."""

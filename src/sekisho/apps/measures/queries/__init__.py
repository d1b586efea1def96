"""Reading findings and measures."""

"""Reading the inventory within reach, opened."""

"""What is due, what is on hold, what was erased, and all that is known about one partner."""

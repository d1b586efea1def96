"""Pages of reminder plans, changes of a deadline, planned sendings and series."""

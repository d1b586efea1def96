"""What runs without a request: reminders, notes, planned sendings, series, and their letters."""

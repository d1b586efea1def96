"""Plans kept and switched, reminders sent, notes to owners, asks that come again."""

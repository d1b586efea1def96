"""What may be done with rules, their editions and exceptions."""

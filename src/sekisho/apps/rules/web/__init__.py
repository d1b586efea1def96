"""Pages of rules and exceptions."""

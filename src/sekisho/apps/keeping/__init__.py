"""How long what is kept, erasing before that, and everything about a partner in one file."""

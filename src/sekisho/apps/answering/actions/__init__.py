"""What this room changes."""

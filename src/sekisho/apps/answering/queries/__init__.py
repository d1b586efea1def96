"""What this room lets others read."""

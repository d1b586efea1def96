"""Jobs, schedules, progress, and events delivered upward."""

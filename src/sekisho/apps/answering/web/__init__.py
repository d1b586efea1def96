"""Pages and panels of this room."""

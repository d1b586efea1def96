"""Letters, news and cleaning of this room."""

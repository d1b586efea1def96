"""Pages of the office; the respondent's are in the room portal."""

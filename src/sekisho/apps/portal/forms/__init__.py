"""What a respondent types: the way in, one answer at a time, the name at the end."""

"""The office's day: what needs the reader, oldest promise first."""

"""Pages, pictures and files."""

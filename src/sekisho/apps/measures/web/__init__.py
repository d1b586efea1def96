"""The office's pages about findings and measures."""

"""Question sets written and compared in the browser; the catalogue of schemes."""

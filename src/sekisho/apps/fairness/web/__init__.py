"""Pages of fair dealing and what it puts into other pages."""

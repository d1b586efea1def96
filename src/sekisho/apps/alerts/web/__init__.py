"""Pages of alerts and notices."""

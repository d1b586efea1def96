"""What may be done with alerts and notices."""

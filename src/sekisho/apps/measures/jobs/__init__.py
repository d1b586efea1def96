"""What runs by the clock, and the letters of this room."""

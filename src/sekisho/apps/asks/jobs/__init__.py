"""Work of asks in the background: fan-out, letters, tallies."""

"""What is read in this room: choices, letters as pages, packs."""

"""What is typed on the pages of this room, and the rows of its files."""

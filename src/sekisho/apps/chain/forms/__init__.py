"""What somebody types on the pages of the chain."""

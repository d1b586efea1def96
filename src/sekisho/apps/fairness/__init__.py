"""Fair dealing: what is looked over before each sending, and the consultation log."""

"""Reading the reckoned chain: answers of the engine, names for its nodes."""

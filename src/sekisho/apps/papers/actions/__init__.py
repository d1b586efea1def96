"""Changes of this room: choices of an ask, packs, what was posted."""

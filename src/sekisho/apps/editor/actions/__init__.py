"""Changes of this room; import the modules."""

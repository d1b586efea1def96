"""Pages of this room; import the modules."""

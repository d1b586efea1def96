"""The outside world, one self-contained folder each; no Django, and no folder knows another."""

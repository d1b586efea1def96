"""Who asked before, what may be given again, what was agreed to."""

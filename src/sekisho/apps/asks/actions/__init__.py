"""Changing asks; each module holds one part: sets, drafts, waves, replies, reviews."""

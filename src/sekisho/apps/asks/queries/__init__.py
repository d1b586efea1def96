"""Reading asks; each module holds one part: sets, drafts, audience, board, replies."""

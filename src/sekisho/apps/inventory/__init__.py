"""What the chain is made of: things, links between them, and how sure each value is."""

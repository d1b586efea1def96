"""The `sekisho` command."""

"""Setting, choosing, giving answers again and taking them back."""

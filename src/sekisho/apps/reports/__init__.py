"""What an ask brought, for executives and for the partner itself: pages, PDF, comparisons."""

"""Observations, approvals and answers within reach."""

"""Figures in words: the same for page, print and PDF."""

"""Sekisho: the checkpoint with which a security office looks after its supply chain."""

__version__ = "0.1.0"

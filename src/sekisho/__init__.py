"""Sekisho: the checkpoint with which a security office looks after its supply chain."""

from __future__ import annotations

__version__ = "0.1.0"

"""Stops with one sentence when this Python cannot carry Sekisho. Standard library only."""

from __future__ import annotations

import importlib.util
import sys

OLDEST = (3, 11)
NEWEST = (3, 13)

found = sys.version_info[:2]
if not OLDEST <= found <= NEWEST:
    sys.exit(
        f"Sekisho needs Python 3.11, 3.12 or 3.13; python3 here is {found[0]}.{found[1]}. "
        "Name another one: make PYTHON=/usr/bin/python3.12 run"
    )
if importlib.util.find_spec("pip") is None:
    sys.exit("python3 has no pip. On Debian and Ubuntu: apt-get install -y python3-pip")

"""Makes `sekisho` importable from src in the environment that runs this. Standard library only."""

from __future__ import annotations

import sysconfig
from pathlib import Path

source = Path(__file__).resolve().parent.parent / "src"
(Path(sysconfig.get_path("purelib")) / "sekisho.pth").write_text(f"{source}\n", encoding="utf-8")

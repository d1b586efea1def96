"""`sekisho kernels`: compile the inner loops of the chain engine, once a version and machine.

`make setup` calls it. numba keeps the result where config says; what lies beside it is of older
versions and goes.
"""

from __future__ import annotations

import os
import platform
import shutil
from importlib.metadata import version
from pathlib import Path


def compile_kernels() -> int:
    """Compile what is not compiled yet; returns how many older versions were removed."""
    folder = Path(os.environ["NUMBA_CACHE_DIR"])
    folder.parent.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not are_compiled():
        from sekisho.engines.chain.warm import warm_up

        warm_up()
        _mark(folder).write_text(machine_here(), encoding="utf-8")
    return forget_older(folder)


def are_compiled() -> bool:
    """Whether everything is there for this version on this machine."""
    mark = _mark(Path(os.environ["NUMBA_CACHE_DIR"]))
    return mark.exists() and mark.read_text(encoding="utf-8") == machine_here()


def _mark(folder: Path) -> Path:
    return folder / "complete"


def machine_here() -> str:
    """What machine code depends on: the compiler's version and what this processor can do."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    abilities = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    return f"{version('numba')} {version('llvmlite')} {platform.machine()} {abilities}\n"


def forget_older(folder: Path) -> int:
    """Remove what lies beside the folder of this version; returns how many there were."""
    if folder.parent.name != "compiled":
        return 0
    older = [path for path in folder.parent.iterdir() if path.is_dir() and path != folder]
    for path in older:
        shutil.rmtree(path, ignore_errors=True)
    return len(older)

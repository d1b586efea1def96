"""Where the content of this installation stands."""

from __future__ import annotations

from pathlib import Path

import sekisho
from sekisho.kernel.errors import Unavailable


def content_folder() -> Path:
    """The `content` folder inside the installed package, else the one of the repository.

    Raises Unavailable when neither is there.
    """
    return _first_folder(Path(sekisho.__file__).parent)


def _first_folder(package: Path) -> Path:
    candidates = (package / "content", package.parent.parent / "content")
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise Unavailable("content.folder_missing", folder=candidates[0].name)

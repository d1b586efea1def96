"""The uploaded file: encrypted under a random name while it is needed, then gone."""

from __future__ import annotations

from sekisho.apps.organisations.queries import seal_home
from sekisho.apps.partners.queries.files import file_folder, file_place, open_file
from sekisho.kernel.entropy import random_bytes

__all__ = ["drop_file", "keep_file", "kept_names", "open_file"]
_NAME_BYTES = 16


def keep_file(data: bytes) -> str:
    """Encrypt and keep; returns the random name."""
    name = random_bytes(_NAME_BYTES).hex()
    folder = file_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = folder / f"{name}.part"
    part.write_bytes(seal_home(file_place(name), data))
    part.rename(folder / name)
    return name


def drop_file(stored_name: str) -> None:
    """Remove the kept file; nothing happens when it is gone."""
    if stored_name:
        (file_folder() / stored_name).unlink(missing_ok=True)


def kept_names() -> frozenset[str]:
    """The names of all kept files."""
    folder = file_folder()
    return frozenset(path.name for path in folder.iterdir()) if folder.is_dir() else frozenset()

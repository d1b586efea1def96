"""Takes the pictures of the documents: docs/pictures/<name>-<ja|en>.png.

`make pictures` runs it. The demo is loaded into an installation that vanishes afterwards; with
`--folder` it is kept there and used again, which saves minutes while a page is being designed.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from setup import pictured  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page, ViewportSize

PICTURES = ROOT / "docs" / "pictures"
LOCALES = {"ja": "ja-JP", "en": "en-GB"}
CHROMIUM = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
SIGNERS = {"ja": "回答担当", "en": "The person in charge"}
# Written anew with 255 colours: a third of the size, and a person sees no difference. The colours
# that occur most stand as they are; every other one takes the nearest of them.
FEW_COLOURS = """async (given) => {
  const sent = await fetch("data:image/png;base64," + given);
  const file = await createImageBitmap(await sent.blob());
  const [width, height] = [file.width, file.height];
  const pen = new OffscreenCanvas(width, height).getContext("2d");
  pen.drawImage(file, 0, 0);
  const dots = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const dot of dots) counts.set(dot, (counts.get(dot) ?? 0) + 1);
  const often = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 255).map(([dot]) => dot);
  const parts = (dot) => [dot & 255, (dot >> 8) & 255, (dot >> 16) & 255];
  const palette = often.map(parts);
  const places = new Map(often.map((dot, place) => [dot, place]));
  const place = (dot) => {
    let found = places.get(dot);
    if (found !== undefined) return found;
    const [r, g, b] = parts(dot);
    let least = Infinity;
    palette.forEach(([x, y, z], at) => {
      const far = (r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2;
      if (far < least) [least, found] = [far, at];
    });
    places.set(dot, found);
    return found;
  };
  const rows = new Uint8Array((width + 1) * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) rows[y * (width + 1) + x + 1] = place(dots[y * width + x]);
  const packed = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const data = new Uint8Array(await new Response(packed).arrayBuffer());
  const table = [...Array(256)].map((_, n) => {
    for (let k = 0; k < 8; k += 1) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
    return n >>> 0;
  });
  const whole = (n) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
  const chunk = (name, body) => {
    const named = [...[...name].map((sign) => sign.charCodeAt(0)), ...body];
    let sum = 0xffffffff;
    for (const byte of named) sum = table[(sum ^ byte) & 255] ^ (sum >>> 8);
    return [...whole(body.length), ...named, ...whole((sum ^ 0xffffffff) >>> 0)];
  };
  const head = [...whole(width), ...whole(height), 8, 3, 0, 0, 0];
  const bytes = [137, 80, 78, 71, 13, 10, 26, 10, ...chunk("IHDR", head),
    ...chunk("PLTE", palette.flat()), ...chunk("IDAT", data), ...chunk("IEND", [])];
  return btoa(bytes.map((byte) => String.fromCharCode(byte)).join(""));
}"""
DESK: ViewportSize = {"width": 1280, "height": 800}
PHONE: ViewportSize = {"width": 360, "height": 740}


def main() -> None:
    """Prepare, serve, photograph."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, help="keep the installation here")
    parser.add_argument("--out", type=Path, default=PICTURES)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sekisho-pictures-") as passing:
        address = _prepare(options.folder or Path(passing))
        scene = pictured.set_the_scene()
        with _server(address):
            _photograph(scene, address, options.out)


def _prepare(folder: Path) -> str:
    """An installation with the demo; returns the address at which it will be served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    os.environ.update(
        SEKISHO_DATA=str(folder / "data"),
        SEKISHO_KEY_FILE=str(folder / "keys" / "sekisho.json"),
        SEKISHO_PORT=str(port),
        DJANGO_SETTINGS_MODULE="sekisho.config.settings",
        DJANGO_ALLOW_ASYNC_UNSAFE="1",  # Playwright keeps an event loop in this thread
    )
    from sekisho.config.first_start import make_ready

    make_ready(is_new_allowed=True)
    import django

    django.setup()
    from sekisho.apps.organisations.queries import has_home
    from sekisho.cli.demo import load_demo
    from sekisho.cli.prepare import prepare_installation

    prepare_installation()
    if not has_home():
        load_demo(say=print)
    return f"http://127.0.0.1:{port}"


@contextmanager
def _server(address: str) -> Iterator[None]:
    """The page server as `sekisho serve` starts it."""
    from sekisho.cli.services import server_words

    words = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    process = subprocess.Popen(server_words(), env=words)
    try:
        _wait_for(address)
        yield
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str) -> None:
    port = int(address.rpartition(":")[2])
    for _try in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("The page server does not answer.")


def _photograph(scene: pictured.Scene, address: str, out: Path) -> None:
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as tools:
        browser = tools.chromium.launch(executable_path=program, args=list(CHROMIUM))
        for language in pictured.LANGUAGES:
            look: dict[str, Any] = {"base_url": address, "locale": LOCALES[language]}
            look |= {"timezone_id": "Asia/Tokyo", "reduced_motion": "reduce"}
            desk = browser.new_context(viewport=DESK, **look)
            _office(desk, scene, language, address, out)
            desk.close()
            phone = browser.new_context(
                viewport=PHONE, device_scale_factor=2, has_touch=True, is_mobile=True, **look
            )
            _respondent(phone, scene, language, address, out)
            phone.close()
        browser.close()


def _speak(context: BrowserContext, language: str, address: str) -> None:
    context.add_cookies([{"name": "sekisho_language", "value": language, "url": address}])


def _office(
    context: BrowserContext, scene: pictured.Scene, language: str, address: str, out: Path
) -> None:
    _speak(context, language, address)
    cookie = {"name": "sekisho_session", "value": scene.session, "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    for name, path in scene.screens[language].items():
        answer = page.goto(path, wait_until="networkidle")
        if answer is None or answer.status != 200:
            raise RuntimeError(f"{name}: {path} answers {answer and answer.status}")
        _take(page, out / f"{name}-{language}.png")


def _respondent(
    context: BrowserContext, scene: pictured.Scene, language: str, address: str, out: Path
) -> None:
    """From the link in the letter to the receipt, as the person on the phone does it."""
    _speak(context, language, address)
    page = context.new_page()
    page.goto(scene.links[language], wait_until="networkidle")
    _take(page, out / f"link-phone-{language}.png")
    page.locator("input[name=who]").first.check()
    page.locator("main form button.btn-primary").click()
    page.wait_for_url("**/code/")
    page.locator("form[action$='/send/'] button").click()
    page.wait_for_load_state("networkidle")
    _take(page, out / f"code-phone-{language}.png")
    page.locator("input[name=code]").fill(pictured.newest_code())
    page.locator("form[action$='/code/'] button").click()
    page.wait_for_load_state("networkidle")
    _take(page, out / f"start-phone-{language}.png")
    page.locator("main a.btn-primary").click()
    _answer(page, 2)
    page.evaluate("scrollTo(0, document.querySelectorAll('article.sk-question')[1].offsetTop - 12)")
    _take(page, out / f"answer-phone-{language}.png")
    pictured.answer_rest(scene.assignments[language])
    page.goto(re.sub(r"/answers/.*", "/summary/", page.url), wait_until="networkidle")
    _take(page, out / f"summary-phone-{language}.png")
    page.locator("input[name=name]").fill(SIGNERS[language])
    page.locator("form[action$='/submit/'] button.btn-primary").click()
    page.wait_for_url("**/receipt/")
    _take(page, out / f"receipt-phone-{language}.png")


def _answer(page: Page, count: int) -> None:
    for place, key in enumerate(pictured.ANSWERS[:count]):
        card = page.locator("article.sk-question").nth(place)
        with page.expect_response(lambda answer: "/save/" in answer.url):
            card.locator(f"input[type=radio][value={key}]").check()
    page.wait_for_load_state("networkidle")


def _take(page: Page, path: Path) -> None:
    picture = page.screenshot(animations="disabled", caret="hide")
    blank = page.context.browser.new_page() if page.context.browser else page
    written = blank.evaluate(FEW_COLOURS, base64.b64encode(picture).decode())
    blank.close()
    small = base64.b64decode(written)
    path.write_bytes(min(small, picture, key=len))
    print(f"   {path.name} {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()

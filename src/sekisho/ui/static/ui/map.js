// The map of the chain. Places come from the server; here they are only shown and moved about.
"use strict";
(() => {
  const side = () => document.getElementById("map-side");

  // The side of one node; without htmx or on a failure the address itself is a page that shows it.
  const open = (box, uid) => {
    const url = box.dataset.mapSide.replace(box.dataset.mapNowhere, uid) + location.search;
    return htmx.ajax("GET", url, { target: "#map-side", swap: "innerHTML" }).then(() => {
      side().querySelector("[data-map-head]")?.focus({ preventScroll: innerWidth >= 1200 });
    });
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-map-pick]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    document.querySelectorAll("a[data-map-pick][aria-current]").forEach((one) => one.removeAttribute("aria-current"));
    link.setAttribute("aria-current", "true");
    history.replaceState(null, "", link.getAttribute("href"));
    open(link.closest(".sk-map"), link.dataset.mapPick);
  });

  // The node in the middle comes into view; the frame is moved by dragging, too.
  const frame = (box) => {
    const middle = box.querySelector(".is-middle");
    if (middle) {
      const at = middle.getBoundingClientRect(), own = box.getBoundingClientRect();
      box.scrollLeft += at.left + at.width / 2 - own.left - own.width / 2;
      box.scrollTop += at.top + at.height / 2 - own.top - own.height / 2;
    }
  };

  const canvasMap = (box) => {
    const canvas = box.querySelector("canvas"), pen = canvas.getContext("2d");
    const kept = document.createElement("canvas"), keptPen = kept.getContext("2d");
    const says = box.querySelector("[data-map-says]");
    const names = new Map();
    let map = null, view = null, drawn = null, picked = -1, hovered = -1, waiting = 0, settle = 0, ratio = 1;

    const colours = () => {
      const style = getComputedStyle(document.documentElement);
      const of = (name) => style.getPropertyValue(`--sk-${name}`).trim();
      return { ink: of("ink"), muted: of("muted"), ground: of("surface"), tie: of("line-strong"), way: of("attention-fill"), ring: of("accent-ink"),
        tones: ["neutral-fill", "accent-fill", "critical-fill", "attention-fill", "heat-3"].map(of) };
    };
    let paint = colours();

    const read = (buffer) => {
      const length = new DataView(buffer).getUint32(0, true);
      const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
      let at = 4 + length;
      const take = (Kind, count) => {
        const found = new Kind(buffer, at, count);
        at += count * Kind.BYTES_PER_ELEMENT;
        return found;
      };
      const n = head.nodes, m = head.ties;
      const found = { ...head, number: take(Uint32Array, n), from: take(Uint32Array, m), to: take(Uint32Array, m), x: take(Uint16Array, n), y: take(Uint16Array, n) };
      found.tie = take(Uint8Array, m);
      found.kind = take(Uint8Array, n);
      found.tone = new Uint8Array(n);
      found.risks = new Uint8Array(n);
      found.wide = Math.max(1, ...found.bands.map((band) => band.last), found.x.reduce((a, b) => Math.max(a, b), 0)) + 1;
      found.high = found.y.reduce((a, b) => Math.max(a, b), 1) / 2 + 1;
      found.cells = new Map();
      for (let i = 0; i < n; i += 1) found.cells.set(found.y[i] * 65536 + found.x[i], i);
      return found;
    };

    // A cell is `view.scale` pixels; left and top are where the first cell begins.
    const X = (i) => view.left + (map.x[i] + 0.5) * view.scale;
    const Y = (i) => view.top + (map.y[i] / 2 + 0.5) * view.scale;

    const fit = () => {
      const scale = Math.min(canvas.clientWidth / (map.wide + 2), canvas.clientHeight / (map.high + 3));
      view = { scale: Math.min(scale, 90), left: 0, top: 0 };
      view.left = (canvas.clientWidth - map.wide * view.scale) / 2;
      view.top = (canvas.clientHeight - map.high * view.scale) / 2;
    };

    const size = () => {
      ratio = Math.min(devicePixelRatio || 1, 2);
      for (const one of [canvas, kept]) {
        one.width = Math.round(canvas.clientWidth * ratio);
        one.height = Math.round(canvas.clientHeight * ratio);
      }
    };

    const isNear = (i) => {
      const x = X(i), y = Y(i);
      return x > -40 && y > -40 && x < canvas.clientWidth + 40 && y < canvas.clientHeight + 40;
    };

    const ties = (to, kind, colour) => {
      to.beginPath();
      for (let k = 0; k < map.ties; k += 1) {
        if (!(map.tie[k] & kind)) continue;
        const a = map.from[k], b = map.to[k];
        const ax = X(a), ay = Y(a), bx = X(b), by = Y(b);
        if (Math.max(ax, bx) < 0 || Math.max(ay, by) < 0 || Math.min(ax, bx) > canvas.clientWidth || Math.min(ay, by) > canvas.clientHeight) continue;
        to.moveTo(ax, ay);
        to.lineTo(bx, by);
      }
      to.strokeStyle = colour;
      to.globalAlpha = Math.min(0.75, Math.max(0.1, 900 / Math.max(map.ties, 1)) * Math.max(1, view.scale / 16));
      to.lineWidth = 1;
      to.stroke();
      to.globalAlpha = 1;
    };

    const dots = (to, tone, hollow) => {
      const radius = Math.min(11, Math.max(1.4, view.scale * 0.3));
      to.beginPath();
      for (let i = 0; i < map.nodes; i += 1) {
        if (map.tone[i] !== tone || Boolean(map.risks[i] & 32) !== hollow || !isNear(i)) continue;
        const r = map.kind[i] === 0 ? radius : radius * 0.7;
        if (r < 2.2) to.rect(X(i) - r, Y(i) - r, 2 * r, 2 * r);
        else {
          to.moveTo(X(i) + r, Y(i));
          to.arc(X(i), Y(i), r, 0, 2 * Math.PI);
        }
      }
      const isRing = hollow && radius >= 3;
      to.fillStyle = isRing ? paint.ground : paint.tones[tone];
      to.fill();
      if (isRing) {
        to.strokeStyle = paint.tones[tone];
        to.lineWidth = 1.6;
        to.stroke();
      }
    };

    const heads = (to) => {
      to.fillStyle = paint.muted;
      to.font = `12px ${getComputedStyle(canvas).fontFamily}`;
      to.textAlign = "center";
      for (const band of map.bands) {
        const left = view.left + band.first * view.scale, right = view.left + (band.last + 1) * view.scale;
        if (right - left > to.measureText(band.words).width + 10) to.fillText(band.words, (left + right) / 2, Math.max(16, view.top - 12));
      }
    };

    const cut = (to, text, width) => {
      const wide = to.measureText(text).width, letters = [...text];
      return wide <= width ? text : `${letters.slice(0, Math.max(1, Math.floor((letters.length * width) / wide) - 1)).join("")}…`;
    };
    const labels = (to) => {
      if (view.scale < 64) return; // names would run into each other
      const wanted = [];
      to.font = `12px ${getComputedStyle(canvas).fontFamily}`;
      to.textAlign = "center";
      to.lineWidth = 3;
      to.lineJoin = "round";
      for (let i = 0; i < map.nodes; i += 1) {
        if (!isNear(i)) continue;
        const known = names.get(map.number[i]);
        if (!known) wanted.push(map.number[i]);
        else {
          const words = cut(to, known[0], view.scale - 6);
          to.strokeStyle = paint.ground;
          to.strokeText(words, X(i), Y(i) + view.scale * 0.3 + 14);
          to.fillStyle = paint.ink;
          to.fillText(words, X(i), Y(i) + view.scale * 0.3 + 14);
        }
      }
      if (wanted.length) ask(wanted);
    };

    const ask = (numbers) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => learn(numbers.slice(0, 200)).then(show), 120);
    };
    const learn = async (numbers) => {
      const answer = await fetch(`${box.dataset.mapNames}?chain=${map.chain}&nodes=${numbers.join(",")}`);
      if (!answer.ok) return;
      const found = await answer.json();
      if (found.is_older) location.reload();
      for (const [number, known] of Object.entries(found.names)) names.set(Number(number), known);
    };

    // Everything is drawn once and kept; while the map moves, what was kept moves with it.
    const show = () => {
      if (!map) return;
      keptPen.setTransform(ratio, 0, 0, ratio, 0, 0);
      keptPen.fillStyle = paint.ground;
      keptPen.fillRect(0, 0, canvas.clientWidth, canvas.clientHeight);
      ties(keptPen, 1, paint.tie);
      ties(keptPen, 2, paint.way);
      for (const tone of [0, 4, 1, 3, 2]) for (const hollow of [true, false]) dots(keptPen, tone, hollow);
      heads(keptPen);
      labels(keptPen);
      drawn = { ...view };
      move();
    };
    const move = () => {
      pen.setTransform(1, 0, 0, 1, 0, 0);
      pen.fillStyle = paint.ground;
      pen.fillRect(0, 0, canvas.width, canvas.height);
      const by = view.scale / drawn.scale;
      pen.imageSmoothingEnabled = by !== 1;
      pen.drawImage(kept, (view.left - drawn.left * by) * ratio, (view.top - drawn.top * by) * ratio, kept.width * by, kept.height * by);
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      marks();
    };
    const marks = () => {
      for (const i of [picked, hovered]) {
        if (i < 0) continue;
        pen.beginPath();
        for (let k = 0; k < map.ties; k += 1) {
          if (map.from[k] !== i && map.to[k] !== i) continue;
          pen.moveTo(X(map.from[k]), Y(map.from[k]));
          pen.lineTo(X(map.to[k]), Y(map.to[k]));
        }
        pen.strokeStyle = paint.ring;
        pen.lineWidth = 1.4;
        pen.stroke();
        pen.beginPath();
        pen.arc(X(i), Y(i), Math.min(15, Math.max(5, view.scale * 0.42)), 0, 2 * Math.PI);
        pen.lineWidth = 2.4;
        pen.stroke();
        const known = names.get(map.number[i]);
        if (known) {
          pen.font = `600 13px ${getComputedStyle(canvas).fontFamily}`;
          pen.textAlign = "center";
          pen.strokeStyle = paint.ground;
          pen.lineWidth = 4;
          const y = Math.max(16, Y(i) - Math.max(10, view.scale * 0.5));
          pen.strokeText(known[0], X(i), y);
          pen.fillStyle = paint.ink;
          pen.fillText(known[0], X(i), y);
        }
      }
    };
    const moved = () => {
      requestAnimationFrame(move);
      clearTimeout(settle);
      settle = setTimeout(show, 140);
    };

    const zoom = (factor, x = canvas.clientWidth / 2, y = canvas.clientHeight / 2) => {
      const scale = Math.min(140, Math.max(0.5, view.scale * factor)), by = scale / view.scale;
      view = { scale, left: x - (x - view.left) * by, top: y - (y - view.top) * by };
      moved();
    };
    const pan = (x, y) => {
      view.left += x;
      view.top += y;
      moved();
    };

    const at = (x, y) => {
      const cx = (x - view.left) / view.scale - 0.5, cy = 2 * ((y - view.top) / view.scale - 0.5);
      const reach = Math.max(1, Math.ceil(10 / view.scale));
      let best = -1, least = Math.max(14, view.scale * 0.5) ** 2;
      for (let row = Math.round(cy) - 2 * reach; row <= Math.round(cy) + 2 * reach; row += 1) {
        for (let column = Math.round(cx) - reach; column <= Math.round(cx) + reach; column += 1) {
          const i = map.cells.get(row * 65536 + column);
          if (i === undefined) continue;
          const far = (X(i) - x) ** 2 + (Y(i) - y) ** 2;
          if (far < least) [best, least] = [i, far];
        }
      }
      return best;
    };

    const pick = async (i) => {
      picked = i;
      if (!names.has(map.number[i])) await learn([map.number[i]]);
      const known = names.get(map.number[i]);
      if (known && picked === i) says.textContent = `${known[0]}, ${known[1]}`;
      move();
      return known;
    };
    const openPicked = async (i) => {
      const known = await pick(i);
      if (known) await open(box, known[2]);
      resize();
    };

    // The nearest in a direction, those straight ahead first.
    const step = (dx, dy) => {
      if (picked < 0) return pick(at(canvas.clientWidth / 2, canvas.clientHeight / 2) >= 0 ? at(canvas.clientWidth / 2, canvas.clientHeight / 2) : 0);
      let best = -1, least = Infinity;
      for (let i = 0; i < map.nodes; i += 1) {
        const x = map.x[i] - map.x[picked], y = (map.y[i] - map.y[picked]) / 2;
        const ahead = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
        const far = ahead + 2.5 * aside;
        if (ahead > 0 && far < least) [best, least] = [i, far];
      }
      if (best < 0) return undefined;
      const x = X(best), y = Y(best);
      if (x < 30 || y < 30 || x > canvas.clientWidth - 30 || y > canvas.clientHeight - 30) pan(canvas.clientWidth / 2 - x, canvas.clientHeight / 2 - y);
      return pick(best);
    };

    const fingers = new Map();
    let gone = 0;
    const spot = (event) => {
      const own = canvas.getBoundingClientRect();
      return [event.clientX - own.left, event.clientY - own.top];
    };
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, spot(event));
      gone = 0;
    });
    canvas.addEventListener("pointermove", (event) => {
      if (!map) return;
      const here = spot(event), before = fingers.get(event.pointerId);
      if (!before) {
        const found = at(...here);
        if (found === hovered) return;
        hovered = found;
        canvas.style.cursor = found < 0 ? "" : "pointer";
        if (found >= 0 && !names.has(map.number[found])) learn([map.number[found]]).then(() => drawn && move());
        requestAnimationFrame(move);
        return;
      }
      if (fingers.size === 2) {
        const [other] = [...fingers].filter(([id]) => id !== event.pointerId).map(([, place]) => place);
        const far = (a) => Math.hypot(a[0] - other[0], a[1] - other[1]);
        zoom(far(here) / Math.max(far(before), 1), (here[0] + other[0]) / 2, (here[1] + other[1]) / 2);
      } else pan(here[0] - before[0], here[1] - before[1]);
      gone += Math.abs(here[0] - before[0]) + Math.abs(here[1] - before[1]);
      fingers.set(event.pointerId, here);
    });
    const lift = (event) => {
      fingers.delete(event.pointerId);
      if (event.type !== "pointerup" || gone > 6 || !map) return;
      const found = at(...spot(event));
      if (found >= 0) openPicked(found);
    };
    canvas.addEventListener("pointerup", lift);
    canvas.addEventListener("pointercancel", lift);
    canvas.addEventListener("wheel", (event) => {
      if (!map || !(event.ctrlKey || document.activeElement === canvas)) return; // else the page scrolls
      event.preventDefault();
      zoom(Math.exp(-event.deltaY / 400), ...spot(event));
    }, { passive: false });
    canvas.addEventListener("keydown", (event) => {
      if (!map) return;
      const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
      const way = ways[event.key];
      if (way && event.shiftKey) pan(-80 * way[0], -80 * way[1]);
      else if (way) step(...way);
      else if (event.key === "Enter" && picked >= 0) openPicked(picked);
      else if (event.key === "+" || event.key === ";") zoom(1.4);
      else if (event.key === "-") zoom(1 / 1.4);
      else if (event.key === "Home") {
        fit();
        show();
      } else return;
      event.preventDefault();
    });
    box.addEventListener("click", (event) => {
      const how = event.target.closest("[data-map-zoom]")?.dataset.mapZoom;
      if (!how || !map) return;
      if (how === "fit") {
        fit();
        show();
      } else zoom(how === "in" ? 1.6 : 1 / 1.6);
    });

    const resize = () => {
      if (!map || (kept.width === Math.round(canvas.clientWidth * ratio) && kept.height === Math.round(canvas.clientHeight * ratio))) return;
      size();
      show();
    };
    new ResizeObserver(resize).observe(canvas);
    new MutationObserver(() => {
      paint = colours();
      show();
    }).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });

    const begin = async () => {
      const waits = box.querySelector("[data-map-waits]");
      const answer = await fetch(box.dataset.mapPlaces).catch(() => null);
      if (!answer?.ok) {
        waits.textContent = sekisho.word("failed");
        return;
      }
      map = read(await answer.arrayBuffer());
      size();
      fit();
      show();
      waits.remove();
      performance.mark("sekisho-map-drawn");
      box.dataset.mapState = "drawn";
      const tones = await fetch(box.dataset.mapTones).catch(() => null);
      if (!tones?.ok) return;
      const found = new Uint8Array(await tones.arrayBuffer());
      if (found.length !== 2 * map.nodes) return;
      map.tone = found.subarray(0, map.nodes);
      map.risks = found.subarray(map.nodes);
      show();
      box.dataset.mapState = "coloured";
    };
    begin();
  };

  const arrive = () => {
    document.querySelectorAll("[data-map-scrolls]").forEach(frame);
    document.querySelectorAll("[data-map]").forEach(canvasMap);
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", arrive);
  else arrive();
})();

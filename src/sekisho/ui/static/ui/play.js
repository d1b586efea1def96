// A timeline played day by day: parts carry the day on which they appear (data-day).
"use strict";
(() => {
  const STEP_MS = 450;
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");

  document.querySelectorAll("[data-play]").forEach((play) => {
    const range = play.querySelector("[data-play-range]");
    const run = play.querySelector("[data-play-run]");
    const day = play.querySelector("[data-play-day]");
    const last = Number(play.dataset.last);
    let timer = 0;

    const show = (now) => {
      range.value = now;
      day.textContent = now;
      document.querySelectorAll("[data-day]").forEach((part) => {
        part.classList.toggle("is-later", Number(part.dataset.day) > now);
      });
    };
    const word = (text) => { run.querySelector("span").textContent = text; };
    const stop = () => {
      window.clearInterval(timer);
      timer = 0;
      word(run.dataset.playWord);
    };
    const step = () => {
      const next = Number(range.value) + 1;
      show(Math.min(next, last));
      if (next >= last) stop();
    };
    run.addEventListener("click", () => {
      if (timer) { stop(); return; }
      if (Number(range.value) >= last) show(0);
      else if (calm.matches) step();
      if (calm.matches) return; // one day for each press: nothing moves by itself
      word(run.dataset.pauseWord);
      timer = window.setInterval(step, STEP_MS);
    });
    range.addEventListener("input", () => { stop(); show(Number(range.value)); });
  });
})();

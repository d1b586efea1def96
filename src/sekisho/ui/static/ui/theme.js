// Light or dark before the first paint: the reader's choice here, else the system's wish.
"use strict";
(() => {
  const root = document.documentElement;
  const system = window.matchMedia("(prefers-color-scheme: dark)");
  const chosen = () => {
    try {
      return localStorage.getItem("sekisho-theme");
    } catch {
      return null; // storage is closed in some private windows
    }
  };
  const apply = () => {
    root.dataset.bsTheme = chosen() || (system.matches ? "dark" : "light");
  };
  root.classList.remove("no-js");
  apply();
  system.addEventListener("change", apply);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-theme-switch]")) return;
    const wanted = root.dataset.bsTheme === "dark" ? "light" : "dark";
    try {
      localStorage.setItem("sekisho-theme", wanted);
    } catch {
      // the choice then lasts for this page only
    }
    root.dataset.bsTheme = wanted;
  });
})();

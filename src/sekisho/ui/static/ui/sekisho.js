// Small aids that every page may use; all pages work without them.
"use strict";
const sekisho = {
  word: (name) => document.body.dataset[`word${name[0].toUpperCase()}${name.slice(1)}`] || "",
  say(text) {
    const toast = document.createElement("div");
    toast.className = "sk-toast";
    toast.textContent = text;
    document.getElementById("toasts").append(toast);
    setTimeout(() => toast.remove(), 5000);
  },
};

(() => {
  const closeMenus = (except) => {
    document.querySelectorAll("details[data-menu][open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  };

  // A button marked data-once sends its form one time only.
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || !button.matches("[data-once]") || event.defaultPrevented) return;
    if (event.target.dataset.sent) {
      event.preventDefault();
      return;
    }
    event.target.dataset.sent = "yes";
    button.setAttribute("aria-disabled", "true");
    button.setAttribute("aria-busy", "true");
  });
  // Coming back with the back button shows a page that can be sent again.
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => {
      delete form.dataset.sent;
      form.querySelectorAll("[data-once]").forEach((button) => {
        button.removeAttribute("aria-disabled");
        button.removeAttribute("aria-busy");
      });
    });
  });

  const copy = async (button) => {
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      const text = button.parentElement.querySelector(".sk-copy-text");
      if (text) window.getSelection().selectAllChildren(text);
      return; // the text is selected; the reader copies it by keyboard
    }
    sekisho.say(sekisho.word("copied"));
  };

  document.addEventListener("click", (event) => {
    const target = event.target;
    closeMenus(target.closest("details[data-menu]"));
    const copier = target.closest("[data-copy]");
    if (copier) copy(copier);
    const opener = target.closest("[data-opens]");
    if (opener) {
      event.preventDefault();
      document.getElementById(opener.dataset.opens)?.showModal();
    }
    if (target.closest("[data-print]")) window.print();
    const nav = document.getElementById("navigation");
    if (target.closest("[data-nav-open]")) {
      event.preventDefault();
      nav.classList.add("is-open");
      nav.querySelector("a").focus();
    } else if (target.closest(".sk-nav-close, .sk-nav-shade")) {
      event.preventDefault();
      nav.classList.remove("is-open");
      document.querySelector("[data-nav-open]").focus();
    }
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details[data-menu][open]");
    closeMenus(null);
    menu?.querySelector("summary").focus();
    document.getElementById("navigation")?.classList.remove("is-open");
  });

  // Arrow keys walk through the first links of a table's rows.
  const rowLink = (row) => row?.querySelector("a, button, input");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
    const row = event.target.closest("table.sk-table tbody tr");
    if (!row) return;
    const next = event.key === "ArrowDown" ? row.nextElementSibling : row.previousElementSibling;
    const link = rowLink(next);
    if (!link) return;
    event.preventDefault();
    link.focus();
  });

  // Ticking rows: one box for all, and a live number on the bulk buttons.
  const showTicked = (form) => {
    const boxes = [...form.querySelectorAll("[data-tick]")];
    const ticked = boxes.filter((box) => box.checked).length;
    form.querySelectorAll("[data-ticked]").forEach((place) => {
      place.textContent = ticked.toLocaleString("en");
    });
    form.querySelectorAll("[data-needs-ticked]").forEach((button) => {
      button.disabled = ticked === 0;
    });
    const all = form.querySelector("[data-tick-all]");
    if (!all) return;
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form");
    if (!form || !event.target.matches("[data-tick], [data-tick-all]")) return;
    if (event.target.matches("[data-tick-all]")) {
      form.querySelectorAll("[data-tick]").forEach((box) => {
        box.checked = event.target.checked;
      });
    }
    showTicked(form);
  });

  // A select or checkbox marked data-submits sends its form at once.
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submits]")) event.target.form.requestSubmit();
  });

  const arrive = () => {
    document.querySelectorAll("form:has([data-tick])").forEach(showTicked);
    document.querySelector("[data-focus]")?.focus();
  };
  document.addEventListener("DOMContentLoaded", arrive);

  document.addEventListener("htmx:responseError", (event) => {
    if (!event.target.closest("[data-autosave], [hx-trigger*=every]")) {
      sekisho.say(sekisho.word("failed"));
    }
  });
})();

// Ctrl-K: find anything by name. Without scripts the same box is an ordinary search form.
"use strict";
(() => {
  let waiting = 0;
  let asked = 0;
  const parts = () => {
    const palette = document.getElementById("palette");
    return palette && {
      palette,
      input: palette.querySelector("input"),
      list: palette.querySelector("[role=listbox]"),
      note: palette.querySelector("[data-palette-note]"),
    };
  };

  const choose = ({ input, list }, option) => {
    list.querySelectorAll("[aria-selected]").forEach((one) => one.removeAttribute("aria-selected"));
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.setAttribute("aria-selected", "true");
    input.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  };

  const find = async (box) => {
    const { palette, input, list, note } = box;
    const mine = ++asked;
    const query = input.value.trim();
    if (!query) {
      list.replaceChildren();
      return;
    }
    const url = `${palette.dataset.paletteUrl}?${new URLSearchParams({ q: query })}`;
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" } });
      if (mine !== asked) return; // a newer question is under way
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      list.replaceChildren(...page.querySelectorAll("[role=option]"));
    } catch {
      note.textContent = sekisho.word("failed");
      return;
    }
    choose(box, list.firstElementChild);
    if (!list.childElementCount) note.textContent = sekisho.word("none");
    else note.textContent = note.dataset.hint || note.textContent;
  };

  const open = (text) => {
    const box = parts();
    if (!box) return false;
    if (!box.note.dataset.hint) box.note.dataset.hint = box.note.textContent;
    if (!box.palette.open) box.palette.showModal();
    if (text) box.input.value = text;
    box.input.focus();
    box.input.select();
    if (box.input.value) find(box);
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k" && open("")) {
      event.preventDefault();
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.matches("dialog.sk-palette, dialog.sk-dialog")) event.target.close();
    if (event.target.matches("[data-palette-trigger] input")) open(event.target.value);
  });

  document.addEventListener("input", (event) => {
    const box = parts();
    if (!box || event.target !== box.input) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => find(box), 120);
  });

  document.addEventListener("keydown", (event) => {
    const box = parts();
    if (!box || event.target !== box.input || event.isComposing) return;
    const now = box.list.querySelector("[aria-selected]");
    const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
    if (step) {
      event.preventDefault();
      choose(box, now?.[step] || box.list[step === "nextElementSibling" ? "firstElementChild" : "lastElementChild"]);
    } else if (event.key === "Enter") {
      event.preventDefault();
      now?.click();
    }
  });
})();

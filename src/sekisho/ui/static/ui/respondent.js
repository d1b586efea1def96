// The respondent's page: follow-ups open under the answer that calls for them, answers save
// themselves, and nothing typed is lost when the network or the session ends.
"use strict";
(() => {
  const PREFIX = "sekisho-typed:";
  const timers = new WeakMap();
  const unsaved = new Set();

  const showFollowUps = (form) => {
    form.querySelectorAll("[data-follow]").forEach((part) => {
      const wanted = part.dataset.followValues.split(" ");
      const chosen = [...form.querySelectorAll(`[name="${CSS.escape(part.dataset.follow)}"]:checked`)];
      part.hidden = !chosen.some((one) => wanted.includes(one.value));
    });
  };

  // The revision that a card was drawn with is kept beside what was typed, so that coming back later
  // never overwrites what a colleague saved meanwhile.
  const revisions = (form) => [...form.querySelectorAll("[data-revision]")];
  const typed = (form) => {
    const apart = ["csrfmiddlewaretoken", ...revisions(form).map((field) => field.name)];
    return [...new FormData(form)].filter(([name, value]) => !apart.includes(name) && typeof value === "string");
  };
  const key = (form) => PREFIX + location.pathname + "#" + form.getAttribute("action");
  const keep = (form) => {
    try {
      const seen = revisions(form).map((field) => [field.name, field.value]);
      sessionStorage.setItem(key(form), JSON.stringify([...typed(form), ...seen]));
    } catch {
      // no storage: the warning before leaving still stands
    }
  };
  const forget = (form) => {
    unsaved.delete(form);
    try {
      sessionStorage.removeItem(key(form));
    } catch {
      // nothing was kept
    }
  };

  const putBack = (form) => {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(key(form)));
    } catch {
      return false;
    }
    if (!Array.isArray(kept)) return false;
    for (const field of form.elements) {
      if (!field.name || field.name === "csrfmiddlewaretoken" || field.type === "file") continue;
      const values = kept.filter(([name]) => name === field.name).map(([, value]) => value);
      if (field.type === "radio" || field.type === "checkbox") field.checked = values.includes(field.value);
      else if ((field.type !== "hidden" || "revision" in field.dataset) && field.type !== "submit" && values.length) field.value = values[0];
    }
    return true;
  };

  const tell = (form, look, word) => {
    const place = form.querySelector("[data-saved]");
    if (!place) return;
    const text = document.createElement("span");
    text.className = `sk-saved ${look}`;
    text.textContent = word;
    place.replaceChildren(text);
  };

  const save = (form, delay) => {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(() => form.dispatchEvent(new CustomEvent("save")), delay));
  };
  const noteChange = (form, delay) => {
    unsaved.add(form);
    keep(form);
    save(form, delay);
  };

  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (form && event.target.matches("textarea, input:not([type=radio], [type=checkbox], [type=file])")) {
      noteChange(form, 1200);
    }
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form");
    if (form?.querySelector("[data-follow]")) showFollowUps(form);
    if (form?.matches("[data-autosave]")) noteChange(form, 150);
  });

  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (!form) return;
    form.dataset.sending = JSON.stringify(typed(form));
    tell(form, "sk-saved-waiting", sekisho.word("saving"));
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest("form[data-autosave]");
    if (!form) return;
    document.querySelectorAll("form:has([data-follow])").forEach(showFollowUps); // a card may have come
    const { xhr, successful } = event.detail;
    const isMoved = Boolean(xhr?.responseURL) && new URL(xhr.responseURL).pathname !== new URL(form.action).pathname;
    if (successful && !isMoved) {
      if (form.dataset.sending === JSON.stringify(typed(form))) forget(form);
      return;
    }
    if (xhr?.status === 422) return; // the answer itself says what is wrong
    const isClosed = isMoved || [401, 403, 404].includes(xhr?.status);
    tell(form, "sk-saved-wrong", sekisho.word(isClosed ? "lost" : "unsaved"));
    if (!isClosed) save(form, 10000);
  });
  // A redirect to the sign-in page must not land inside a card.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const form = event.detail.requestConfig?.elt?.closest?.("form[data-autosave]");
    const arrived = event.detail.xhr?.responseURL;
    if (form && arrived && new URL(arrived).pathname !== new URL(form.action).pathname) {
      event.detail.shouldSwap = false;
    }
  });

  window.addEventListener("beforeunload", (event) => {
    if (unsaved.size) event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-autosave]")) forget(event.target);
    if (event.target.matches(".sk-languages")) unsaved.clear(); // kept, and put back on the same page
  });

  document.addEventListener("DOMContentLoaded", () => {
    const forms = [...document.querySelectorAll("form[data-autosave]")];
    const restored = forms.filter(putBack);
    restored.forEach((form) => noteChange(form, 800));
    if (restored.length) sekisho.say(sekisho.word("restored"));
    document.querySelectorAll("form:has([data-follow])").forEach(showFollowUps);
  });
})();

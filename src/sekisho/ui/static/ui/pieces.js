// A large file goes in pieces: its progress is shown, and after a break it goes on where it stopped.
"use strict";
(() => {
  const LARGE = 2 * 1024 * 1024;
  const WAITS = [1000, 3000, 10000, 30000];
  const MOST_TRIES = 60;
  const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const name = (form, file) => `sekisho-upload:${form.dataset.pieces}|${file.name}|${file.size}|${file.lastModified}`;
  const remembered = (key) => {
    try {
      return sessionStorage.getItem(key) || "";
    } catch {
      return "";
    }
  };
  const remember = (key, value) => {
    try {
      if (value) sessionStorage.setItem(key, value);
      else sessionStorage.removeItem(key);
    } catch {
      // no storage: after leaving the page the file begins anew
    }
  };

  const shown = (form, file) => {
    const place = document.createElement("div");
    place.className = "sk-pieces";
    place.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.max = file.size;
    const words = document.createElement("span");
    place.append(bar, words);
    form.querySelector(".sk-pieces")?.remove();
    form.append(place);
    const size = (bytes) => (bytes / 1024 / 1024).toFixed(1);
    return (received, word) => {
      bar.value = received;
      words.textContent = word || `${size(received)} / ${size(file.size)} MB`;
    };
  };

  // One request; a lost connection or a server that is starting anew is tried again for a while.
  const send = async (form, url, values, tell) => {
    for (let tries = 0; ; tries += 1) {
      const body = new FormData();
      for (const [key, value] of Object.entries(values)) body.append(key, value);
      try {
        const answer = await fetch(url, { method: "POST", body, headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "HX-Request": "true" } });
        if (answer.status < 500) return answer;
      } catch {
        // no connection
      }
      if (tries >= MOST_TRIES) return null;
      tell(sekisho.word("paused"));
      await pause(WAITS[Math.min(tries, WAITS.length - 1)]);
    }
  };

  const run = async (form, file) => {
    const tell = shown(form, file);
    const key = name(form, file);
    let received = 0;
    const say = (word) => tell(received, word);
    const lost = (answer) => say(sekisho.word(answer && (answer.redirected || [401, 403, 404].includes(answer.status)) ? "lost" : "failed"));
    say();
    const begun = await send(form, form.dataset.pieces, { name: file.name, size: file.size, upload: remembered(key) }, say);
    const plan = begun && !begun.redirected && [200, 422].includes(begun.status) ? await begun.json() : null;
    if (!plan) return lost(begun);
    if (plan.trouble) return say(plan.trouble);
    remember(key, plan.upload);
    received = plan.received;
    const url = new URL(`../../../pieces/${plan.upload}/`, new URL(form.dataset.pieces, location.href)).href;
    for (;;) {
      say();
      const piece = file.slice(received, received + plan.piece);
      const answer = await send(form, url, { offset: received, piece }, say);
      if (!answer || answer.redirected) return lost(answer);
      const isData = (answer.headers.get("Content-Type") || "").includes("json");
      if (isData && [200, 409].includes(answer.status)) {
        const before = received;
        received = (await answer.json()).received;
        if (received === before) return lost(answer); // nothing was gained: to go on would never end
        continue;
      }
      if (isData || ![200, 422].includes(answer.status)) return lost(answer);
      remember(key, "");
      htmx.swap(form.closest(".sk-files"), await answer.text(), { swapStyle: "outerHTML" });
      return undefined;
    }
  };

  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target.closest("form[data-pieces]");
      const file = form?.querySelector("input[type=file]")?.files[0];
      if (!file || file.size <= LARGE) return; // the form itself is good enough
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = form.querySelector("button");
      button.disabled = true;
      run(form, file).finally(() => {
        button.disabled = false;
      });
    },
    true,
  );
})();

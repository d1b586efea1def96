// Questions of a set are moved by dragging; Alt and the arrow keys press the same buttons.
"use strict";
(() => {
  let dragged = null;
  const lines = (list) => [...list.querySelectorAll(".sk-draft-line")];
  const clear = () => document.querySelectorAll(".sk-draft-line.is-over").forEach((line) => line.classList.remove("is-over"));

  document.addEventListener("dragstart", (event) => {
    const handle = event.target.closest?.("[data-handle]");
    if (!handle) return;
    dragged = handle.closest(".sk-draft-line");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    event.dataTransfer.setDragImage(dragged, 12, 12);
  });
  document.addEventListener("dragover", (event) => {
    const line = event.target.closest?.(".sk-draft-line");
    if (!dragged || !line || line === dragged) return;
    event.preventDefault();
    clear();
    line.classList.add("is-over");
  });
  document.addEventListener("dragend", () => {
    clear();
    dragged = null;
  });
  document.addEventListener("drop", (event) => {
    const line = event.target.closest?.(".sk-draft-line");
    const list = line?.closest("[data-drag]");
    if (!dragged || !list || line === dragged) return;
    event.preventDefault();
    const form = document.getElementById(list.dataset.drag);
    const down = lines(list).indexOf(dragged) < lines(list).indexOf(line);
    const button = dragged.querySelector("[data-way]");
    form.elements.place.value = String(Number(line.dataset.place) - (down ? 1 : 0));
    const plain = document.createElement("button");
    plain.setAttribute("formaction", button.getAttribute("formaction"));
    plain.hidden = true;
    form.append(plain);
    form.requestSubmit(plain);
  });
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    const line = event.target.closest?.("[data-drag] .sk-draft-line");
    const button = line?.querySelector(`[data-way="${event.key === "ArrowUp" ? "up" : "down"}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
  // A form opened within the list: going back shows the line as it reads now.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(".sk-draft-place [data-done]");
    if (!link) return;
    event.preventDefault();
    location.href = link.href;
    location.reload();
  });
})();

/* The keyboard: "/" goes to the search, j and k or the arrows from line to line, Enter opens. */
"use strict";

const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]") !== null;

function moveToLine(step) {
  const lines = [...document.querySelectorAll("[data-lines] a[data-line]")];
  if (lines.length === 0) return false;
  const here = lines.findIndex((line) => line.closest("tr, li").contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : lines.length - 1) : here + step;
  lines[Math.min(Math.max(next, 0), lines.length - 1)].focus();
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.querySelector("[data-search]");
  const isInSearch = search !== null && event.target === search;
  if (event.key === "/" && search !== null && !isTyping(event.target)) {
    search.focus();
    search.select();
    event.preventDefault();
    return;
  }
  if (isInSearch && event.key === "Escape") {
    search.blur();
    return;
  }
  const steps = { j: 1, k: -1, ArrowDown: 1, ArrowUp: -1 };
  const step = steps[event.key];
  if (step === undefined) return;
  const isArrow = event.key.startsWith("Arrow");
  const mayMove = isInSearch ? isArrow : !isTyping(event.target);
  const isOnLine = document.activeElement.closest("[data-lines]") !== null;
  if (mayMove && (!isArrow || isInSearch || isOnLine) && moveToLine(step)) event.preventDefault();
});

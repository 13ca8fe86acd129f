(() => {
  "use strict";
  const panel = document.getElementById("panel");
  const rows = new Map();
  for (const row of document.querySelectorAll("tr[data-row]")) rows.set(row.dataset.row, row);
  const heads = [...document.querySelectorAll("table.cells thead th")].map((th) => th.textContent);
  const parts = {
    conf_low: ", lower limit", conf_high: ", upper limit", conf_level: ", level of the interval",
    n: ", n", n_missing: ", missing",
  };
  const command = document.querySelector("#reproduce pre code")?.textContent;
  const figures = "svg[aria-label]";
  const holders = `.table-frame, .lines, .finding, ${figures}`;
  let shown = null;

  const addTo = (list, name, text) => {
    if (!text) return;
    const term = document.createElement("dt");
    const description = document.createElement("dd");
    term.textContent = name;
    description.textContent = text;
    list.append(term, description);
  };

  const close = () => {
    panel.hidden = true;
    if (shown) shown.classList.remove("shown");
    shown = null;
  };

  const show = (number) => {
    const row = rows.get(number.dataset.cell);
    if (!row || number === shown) return;
    if (shown) shown.classList.remove("shown");
    shown = number;
    shown.classList.add("shown");
    const list = document.createElement("dl");
    [...row.cells].slice(1).forEach((cell, index) => addTo(list, heads[index + 1], cell.textContent));
    addTo(list, heads[0], row.dataset.row);
    addTo(list, "Run again", command);
    const printed = document.createElement("p");
    printed.className = "printed";
    printed.textContent = (number.dataset.text || number.textContent) + (parts[number.dataset.part] || "");
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "Close";
    button.addEventListener("click", () => { const last = shown; close(); last.focus(); });
    panel.replaceChildren(printed, list, button);
    panel.hidden = false;
  };

  // One stop of the tab key a table, list, sentence or figure; within it, arrows lead from number to
  // number. A figure is one image until there is something in it to be reached.
  for (const frame of document.querySelectorAll(holders)) {
    const numbers = frame.querySelectorAll("[data-cell]");
    numbers.forEach((number, index) => {
      number.tabIndex = index === 0 ? 0 : -1;
      number.setAttribute("role", "button");
      if (number.dataset.text) number.setAttribute("aria-label", number.dataset.text);
    });
    if (numbers.length && frame.matches(figures)) frame.setAttribute("role", "group");
  }

  const neighbour = (number, key) => {
    const frame = number.closest(holders);
    const numbers = [...frame.querySelectorAll("[data-cell]")];
    const place = numbers.indexOf(number);
    const isDrawn = frame.matches(figures);
    if (key === "ArrowRight" || (isDrawn && key === "ArrowDown")) return numbers[place + 1];
    if (key === "ArrowLeft" || isDrawn) return numbers[place - 1];
    const column = number.closest("td, th, li");
    if (!column) return undefined;
    const line = column.parentElement;
    const lines = [...frame.querySelectorAll("tr, ul.lines")];
    const step = key === "ArrowDown" ? 1 : -1;
    for (let at = lines.indexOf(line) + step; at >= 0 && at < lines.length; at += step) {
      const cell = lines[at].cells?.[column.cellIndex];
      const found = cell?.querySelector("span[data-cell]");
      if (found) return found;
    }
    return undefined;
  };

  document.addEventListener("click", (event) => {
    const number = event.target.closest("[data-cell]");
    if (number) show(number);
    else if (!panel.contains(event.target)) close();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-cell]")) show(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (!event.target.matches("[data-cell]") || !event.key.startsWith("Arrow")) return;
    const next = neighbour(event.target, event.key);
    event.preventDefault();
    if (!next) return;
    event.target.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
})();

/* Forms of records: reasons by one key, fields that are asked for only where they are due. */
(() => {
  "use strict";

  const changed = (control) => {
    for (const kind of ["input", "change"]) control.dispatchEvent(new Event(kind, { bubbles: true }));
  };

  /* "?" in an empty field says that its value is not known; letters then choose another reason,
     Escape takes it back. */
  const askForReason = (event) => {
    const control = event.target;
    const field = control.closest(".field");
    const reason = field && field.querySelector("select.reason");
    if (!reason) return;
    if (control === reason && event.key === "Escape") {
      reason.value = "";
      changed(reason);
      field.querySelector("input, select, textarea").focus();
      event.preventDefault();
      return;
    }
    const isText = control.matches("textarea, input:not([type=checkbox])");
    if (event.key !== "?" || control === reason || (isText && control.value !== "")) return;
    event.preventDefault();
    if (reason.value === "") {
      reason.value = "UNK";
      changed(reason);
    }
    reason.focus();
  };

  const held = (form, name) => {
    const controls = [...form.elements].filter((control) => control.name === name);
    return controls
      .filter((control) => control.type !== "checkbox" || control.checked)
      .map((control) => control.value.trim())
      .filter((value) => value !== "");
  };

  /* What holds something is never hidden. */
  const isEmpty = (field) =>
    !field.querySelector(".wrong") &&
    [...field.querySelectorAll("input, select, textarea")].every((control) =>
      control.type === "checkbox" ? !control.checked : control.value === "" || control.name.endsWith("_unit"));

  const showDue = (form) => {
    for (const field of form.querySelectorAll("[data-due]")) {
      const values = held(form, field.dataset.due);
      const asked = field.dataset.dueValues ? field.dataset.dueValues.split(" ") : null;
      const due = asked ? values.some((value) => asked.includes(value)) : values.length > 0;
      field.hidden = !due && isEmpty(field);
    }
  };

  /* The units that fit the analyte come first; the others stay possible and are refused on saving. */
  const narrowUnits = (form) => {
    for (const list of form.querySelectorAll("datalist")) {
      const analyte = form.elements[list.id.replace(/^units_/, "").replace(/unit$/, "analyte")];
      for (const option of list.options) {
        option.disabled = Boolean(analyte && analyte.value) &&
          !option.dataset.analytes.split(" ").includes(analyte.value);
      }
    }
  };

  /* A limit is asked for beside BLQ and ALQ only. */
  const showLimits = (form) => {
    for (const limit of form.querySelectorAll(".limit")) {
      const reason = limit.closest(".field").querySelector("select.reason").value;
      limit.hidden = limit.value === "" && !["BLQ", "ALQ"].includes(reason);
    }
  };

  const refresh = (form) => { showDue(form); showLimits(form); narrowUnits(form); };

  for (const form of document.querySelectorAll("form.record")) {
    form.addEventListener("keydown", askForReason);
    form.addEventListener("change", () => refresh(form));
    for (const reason of form.querySelectorAll("select.reason")) reason.tabIndex = -1; /* "?" leads there */
    refresh(form);
  }
  document.getElementById("problems")?.focus();
})();

// @ts-check
// The panel outlives a reload of the tab, as the painting does.

import { isCheckbox } from "./wish_form.js";

/** @typedef {import("./finish.js").FinishPanel} FinishPanel */

const KEY = "emerge-finish";

/** @param {FinishPanel} panel */
export function keepInTab(panel) {
  /** @type {Record<string, string | boolean>} */
  const fields = {};
  for (const field of panel.form.fields()) {
    if ("inside" in field.dataset) continue; // that one is kept for all panels, in settings_inside.js
    fields[field.name] = isCheckbox(field) ? field.checked : panel.form.value(field.name);
  }
  const { image, root, tabs } = panel;
  // A list of formats that has not come yet has no value.
  if (!fields.kind) fields.kind = panel.wantedKind;
  sessionStorage.setItem(KEY, JSON.stringify({ fields, image, tab: tabs.shown, open: root.open }));
}

/** @param {FinishPanel} panel */
export function restoreFromTab(panel) {
  const kept = read();
  if (!kept || typeof kept.fields !== "object") return;
  for (const field of panel.form.fields()) {
    const value = kept.fields[field.name];
    if (value === undefined) continue;
    if (field.name === "kind") panel.wantedKind = value;
    else if (isCheckbox(field)) field.checked = value === true;
    else if (typeof value === "string") panel.form.setValue(field.name, value);
  }
  panel.image = Number.isInteger(kept.image) ? kept.image : 0;
  panel.restored = true;
  panel.tabs.show(kept.tab);
  panel.root.open = kept.open === true;
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? "null");
  } catch {
    return null;
  }
}

// The panel outlives a reload of the tab, as the painting does.

const KEY = "emerge-finish";

export function remember(panel) {
  const fields = {};
  for (const field of panel.form.elements) {
    if (!field.name || "inside" in field.dataset) continue; // that one is kept for all panels, in inside.js
    if (field.type === "checkbox") fields[field.name] = field.checked;
    else fields[field.name] = panel.form.elements[field.name].value;
  }
  const { image, root, tabs } = panel;
  // A list of formats that has not come yet has no value.
  if (!fields.kind) fields.kind = panel.wanted;
  sessionStorage.setItem(KEY, JSON.stringify({ fields, image, tab: tabs.shown(), open: root.open }));
}

export function recall(panel) {
  let kept = null;
  try {
    kept = JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return;
  }
  if (!kept || typeof kept.fields !== "object") return;
  for (const [name, value] of Object.entries(kept.fields)) {
    const field = panel.form.elements[name];
    if (name === "kind") panel.wanted = value;
    else if (field?.type === "checkbox") field.checked = value === true;
    else if (field && typeof value === "string") field.value = value;
  }
  panel.image = Number.isInteger(kept.image) ? kept.image : 0;
  panel.restored = true;
  panel.tabs.show(kept.tab);
  panel.root.open = kept.open === true;
}

// Keys for the whole page, what was typed, and the names of its controls.
//   Ctrl+Enter paints, Esc stops, the arrow keys walk through the steps.

import "./dropped.js";
import "./phone.js";
import { walk } from "../stage/current.js";

const typing = (target) =>
  target.closest?.(
    "input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, [contenteditable=true], [role=listbox]",
  );
const press = (selector) => {
  const button = document.querySelector(selector);
  if (button && !button.disabled) button.click();
};

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      press("#generate");
    } else if (event.key === "Escape" && !event.target.closest?.("[role=listbox], dialog")) {
      press("#stop");
    }
  },
  true,
);

/** What an arrow key means to where the focus is goes first: this listens last, and leaves alone what was answered. */
const WALKS = "[role=radiogroup], [role=slider], input, select, dialog, [role=tablist]";
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return; // or the browser's own
  if (!event.key.startsWith("Arrow") || typing(event.target) || event.target.closest?.(WALKS)) return;
  if (walk(event.key)) event.preventDefault();
});

/** What was typed outlives a reload of the tab, as the painting does. */
const KEPT = ["prompt", "negative-prompt"];
const box = (id) => document.querySelector(`#${id} textarea`);
document.addEventListener("input", (event) => {
  const id = KEPT.find((each) => event.target === box(each));
  if (id) sessionStorage.setItem(`emerge-${id}`, event.target.value);
});
const unrestored = new Set(KEPT);
// What a brief or a picture's settings put there came without an event.
window.addEventListener("pagehide", () => {
  for (const id of KEPT) if (box(id) && !unrestored.has(id)) sessionStorage.setItem(`emerge-${id}`, box(id).value);
});
function restore() {
  for (const id of unrestored) {
    if (!box(id)) continue;
    unrestored.delete(id);
    const text = sessionStorage.getItem(`emerge-${id}`);
    if (!text || box(id).value) continue;
    box(id).value = text;
    box(id).dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** Gradio puts a control's help text into its label. Here the label alone is the name, and the help its description. */
let helps = 0;
function name(block) {
  const title = block.querySelector('[data-testid="block-info"]');
  const text = title?.textContent.trim();
  if (!text) return;
  const help = title.parentElement.querySelector(".info-text");
  if (help && !help.id) help.id = `em-help-${(helps += 1)}`;
  for (const field of block.querySelectorAll("textarea, input:not([type=radio]):not([type=checkbox])")) {
    if (field.dataset.testid !== "number-input") field.setAttribute("aria-label", text);
    if (help) field.setAttribute("aria-describedby", help.id);
  }
}
function nameAll() {
  for (const block of document.querySelectorAll(".gradio-container .block")) name(block);
  document.querySelector("#photo input[type=file]")?.setAttribute("aria-label", "Photo");
}
function settle() {
  nameAll();
  restore();
}
new MutationObserver(settle).observe(document.body, { childList: true, subtree: true });
settle();

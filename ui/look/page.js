// @ts-check
// Keys for the whole page, what was typed, and the names of its controls.
//   Ctrl+Enter paints, Esc stops, the arrow keys walk through the steps.

import "./dropped.js";
import "./phone.js";
import { findAll, isIn } from "../gradio_kit/elements.js";
import { walk } from "../stage/current.js";

const TYPING =
  "input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, [contenteditable=true], [role=listbox]";
/** What an arrow key means to where the focus is goes first. */
const WALKS = "[role=radiogroup], [role=slider], input, select, dialog, [role=tablist]";

/** @param {string} selector */
function press(selector) {
  /** @type {HTMLButtonElement | null} */
  const button = document.querySelector(selector);
  if (button && !button.disabled) button.click();
}

document.addEventListener(
  "keydown",
  (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.stopPropagation();
      press("#generate");
    } else if (event.key === "Escape" && !isIn(event, "[role=listbox], dialog")) {
      press("#stop");
    }
  },
  true,
);

// This listens last, and leaves alone what was answered.
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return; // or the browser's own
  if (!event.key.startsWith("Arrow") || isIn(event, TYPING) || isIn(event, WALKS)) return;
  if (walk(event.key)) event.preventDefault();
});

/** What was typed outlives a reload of the tab, as the painting does. */
const KEPT = ["prompt", "negative-prompt"];

/**
 * @param {string} id
 * @returns {HTMLTextAreaElement | null}
 */
const box = (id) => document.querySelector(`#${id} textarea`);

/** @param {string} id */
function keep(id) {
  const text = box(id)?.value;
  if (text !== undefined) sessionStorage.setItem(`emerge-${id}`, text);
}

document.addEventListener("input", (event) => {
  const id = KEPT.find((each) => event.target === box(each));
  if (id) keep(id);
});
const unrestored = new Set(KEPT);
// What a brief or a picture's settings put there came without an event.
window.addEventListener("pagehide", () => {
  for (const id of KEPT) if (!unrestored.has(id)) keep(id);
});

function restore() {
  for (const id of unrestored) {
    const field = box(id);
    if (!field) continue;
    unrestored.delete(id);
    const text = sessionStorage.getItem(`emerge-${id}`);
    if (!text || field.value) continue;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

let helps = 0;

/**
 * Gradio puts a control's help text into its label. Here the label alone is the name, and the help its description.
 *
 * @param {HTMLElement} block
 */
function name(block) {
  const title = block.querySelector('[data-testid="block-info"]');
  const text = title?.textContent?.trim();
  if (!text) return;
  const help = title?.parentElement?.querySelector(".info-text");
  if (help && !help.id) help.id = `em-help-${(helps += 1)}`;
  for (const field of findAll(block, "textarea, input:not([type=radio]):not([type=checkbox])", HTMLElement)) {
    if (field.dataset.testid !== "number-input") field.setAttribute("aria-label", text);
    if (help) field.setAttribute("aria-describedby", help.id);
  }
}

function settle() {
  for (const block of findAll(document, ".gradio-container .block", HTMLElement)) name(block);
  document.querySelector("#photo input[type=file]")?.setAttribute("aria-label", "Photo");
  restore();
}
new MutationObserver(settle).observe(document.body, { childList: true, subtree: true });
settle();

// Keys and drops for the whole page.
//   Ctrl+Enter paints, Esc stops, the arrow keys walk through the steps. A picture dropped or pasted anywhere becomes the photo.

import "./phone.js";

const typing = (target) =>
  target.closest?.("input:not([type=range]):not([type=radio]):not([type=checkbox]), textarea, [contenteditable=true], [role=listbox]");
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
    } else if (event.key.startsWith("Arrow") && !typing(event.target) && !event.target.closest("[role=radiogroup], [role=slider], input, [role=tablist]")) {
      if (window.emergeStage?.strip.key(event.key)) event.preventDefault();
    }
  },
  true,
);

/** What was typed outlives a reload of the tab, as the painting does. */
const KEPT = ["prompt", "negative-prompt"];
const box = (id) => document.querySelector(`#${id} textarea`);
document.addEventListener("input", (event) => {
  const id = KEPT.find((each) => event.target === box(each));
  if (id) sessionStorage.setItem(`emerge-${id}`, event.target.value);
});
const unrestored = new Set(KEPT);
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

const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
let depth = 0;
document.addEventListener("dragenter", (event) => {
  if (!carriesFiles(event)) return;
  depth += 1;
  document.body.classList.add("em-dropping");
});
document.addEventListener("dragleave", () => {
  depth = Math.max(0, depth - 1);
  if (!depth) document.body.classList.remove("em-dropping");
});
document.addEventListener("dragover", (event) => {
  if (carriesFiles(event)) event.preventDefault();
});
// Before anybody else: a picture that is dropped onto the Photo field may bring settings as well.
document.addEventListener(
  "drop",
  (event) => {
    depth = 0;
    document.body.classList.remove("em-dropping");
    const file = event.dataTransfer?.files[0];
    if (!file || event.target.closest?.("#import-preset, .em-photos")) return;
    event.preventDefault();
    event.stopPropagation();
    // Gradio's field would go on waiting for what hovers over it.
    event.target.dispatchEvent(new DragEvent("dragleave", { bubbles: true }));
    if (/\.(json|csv)$/i.test(file.name)) takeStyles(event.dataTransfer.files);
    else takePicture(file);
  },
  true,
);
document.addEventListener("paste", (event) => {
  const file = [...(event.clipboardData?.files ?? [])].find(({ type }) => type.startsWith("image/"));
  if (!file || event.target.closest?.("#photo")) return;
  event.preventDefault();
  takePicture(file);
});

/** A picture came: its settings go onto the page, or it becomes the photo. */
async function takePicture(file) {
  const taken = file.type.startsWith("image/") && (await window.emergeArrival?.take(file));
  if (!taken) takePhoto(file); // the field says what is wrong with it
}

/** Puts a file into the Photo field, the way a person would. */
async function takePhoto(file) {
  const field = () => document.querySelector("#photo input[type=file]");
  if (!field()) document.querySelector('#photo button[aria-label="Remove Image"]')?.click();
  for (let wait = 0; wait < 40 && !field(); wait += 1) await new Promise((resume) => setTimeout(resume, 50));
  if (!field()) return;
  const files = new DataTransfer();
  files.items.add(file);
  field().files = files.files;
  field().dispatchEvent(new Event("change", { bubbles: true }));
}

/** Files of styles go to the Import button, which is there once its fold is open. */
async function takeStyles(files) {
  const kept = new DataTransfer();
  for (const file of files) kept.items.add(file);
  const field = () => document.querySelector('input[type=file][accept*=".csv"]');
  if (!field()) document.querySelector("#own-presets .label-wrap")?.click();
  for (let wait = 0; wait < 40 && !field(); wait += 1) await new Promise((resume) => setTimeout(resume, 50));
  if (!field()) return;
  field().files = kept.files;
  field().dispatchEvent(new Event("change", { bubbles: true }));
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

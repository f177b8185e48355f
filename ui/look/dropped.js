// @ts-check
// Files that are dropped or pasted anywhere on the page. A picture brings its settings, or becomes the photo; several
// pictures, or a folder, are the photos of a batch; files of styles are imported.

import { isIn } from "../gradio_kit/elements.js";
import { filesIn } from "../photo/folder.js";
import { openPhotos } from "../photo/photos.js";
import { sayDropped, sendDropped } from "../restore/dropped_picture.js";

/** @typedef {import("../photo/folder.js").NamedFile} NamedFile */

const STYLES = /\.(json|csv)$/i;
const OPENING_MS = 2000; // for a part of the page that is not there before its fold is open

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
    if (!event.dataTransfer?.files.length || isIn(event, "#import-preset, .em-photos")) return;
    event.preventDefault();
    event.stopPropagation();
    // Gradio's field would go on waiting for what hovers over it.
    event.target?.dispatchEvent(new DragEvent("dragleave", { bubbles: true }));
    filesIn(event.dataTransfer).then(place);
  },
  true,
);
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
  if (!files.length || isIn(event, "#photo")) return;
  event.preventDefault();
  place(files.map((file) => ({ file, name: file.name })));
});

/** @param {DragEvent} event */
function carriesFiles(event) {
  return [...(event.dataTransfer?.types ?? [])].includes("Files");
}

/**
 * Each to where it belongs. What lies in a folder has the folder in its name, and is one of its photos.
 *
 * @param {NamedFile[]} files
 */
function place(files) {
  const styles = files.filter(({ name }) => STYLES.test(name) && !name.includes("/"));
  const pictures = files.filter((each) => !styles.includes(each));
  const [first] = pictures;
  if (styles.length) placeStyles(styles.map(({ file }) => file));
  if (pictures.length > 1 || first?.name.includes("/")) placePhotos(pictures);
  else if (first) placePicture(first.file);
}

/**
 * One picture: its settings go onto the page, or it becomes the photo.
 *
 * @param {File} file
 */
async function placePicture(file) {
  const isSent = file.type.startsWith("image/") && (await sendDropped(file));
  if (!isSent) placePhoto(file); // the field says what is wrong with it
}

/**
 * Puts a file into the Photo field, the way a person would.
 *
 * @param {File} file
 */
async function placePhoto(file) {
  const field = () => fileField("#photo input[type=file]");
  if (!field()) press('#photo button[aria-label="Remove Image"]');
  put(await opened(field), [file]);
}

/**
 * Several go into “Many photos at once”, whose button paints them.
 *
 * @param {NamedFile[]} files
 */
async function placePhotos(files) {
  press('#source input[value="My picture"]');
  press("#many-photos .label-wrap:not(.open)");
  const panel = await opened(openPhotos);
  if (!panel) return;
  panel.add(files);
  sayDropped("They are under “Many photos at once”. One picture alone brings the settings inside it.");
  panel.root.scrollIntoView({ behavior: "smooth", block: "center" });
}

/**
 * Files of styles go to the Import button.
 *
 * @param {File[]} files
 */
async function placeStyles(files) {
  const field = () => fileField('input[type=file][accept*=".csv"]');
  if (!field()) press("#own-presets .label-wrap");
  put(await opened(field), files);
}

/**
 * @param {string} selector
 * @returns {HTMLInputElement | null}
 */
const fileField = (selector) => document.querySelector(selector);

/** @param {string} selector */
function press(selector) {
  const button = document.querySelector(selector);
  if (button instanceof HTMLElement) button.click();
}

/**
 * What `look` finds on the page, as soon as it does; null where it does not.
 *
 * @template T
 * @param {() => T | null} look
 * @returns {Promise<T | null>}
 */
function opened(look) {
  return new Promise((resolve) => {
    const settle = () => {
      const found = look();
      if (found) resolve(found);
      return found !== null;
    };
    if (settle()) return;
    const observer = new MutationObserver(() => settle() && observer.disconnect());
    observer.observe(document.body, { attributes: true, childList: true, subtree: true });
    setTimeout(() => {
      observer.disconnect();
      resolve(look());
    }, OPENING_MS);
  });
}

/**
 * @param {HTMLInputElement | null} field
 * @param {File[]} files
 */
function put(field, files) {
  if (!field) return;
  const transfer = new DataTransfer();
  for (const file of files) transfer.items.add(file);
  field.files = transfer.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// Files that are dropped or pasted anywhere on the page. A picture brings its settings, or becomes the photo; several
// pictures, or a folder, are the photos of a batch; files of styles are imported.

import { filesIn } from "../photo/folder.js";

const STYLES = /\.(json|csv)$/i;
const LOOKS = 40; // for a part of the page that is not there before its fold is open
const LOOK_MS = 50;

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
    if (!event.dataTransfer?.files.length || event.target.closest?.("#import-preset, .em-photos")) return;
    event.preventDefault();
    event.stopPropagation();
    // Gradio's field would go on waiting for what hovers over it.
    event.target.dispatchEvent(new DragEvent("dragleave", { bubbles: true }));
    filesIn(event.dataTransfer).then(take);
  },
  true,
);
document.addEventListener("paste", (event) => {
  const files = [...(event.clipboardData?.files ?? [])].filter(({ type }) => type.startsWith("image/"));
  if (!files.length || event.target.closest?.("#photo")) return;
  event.preventDefault();
  take(files.map((file) => ({ file, name: file.name })));
});

/** [{file, name}]: each to where it belongs. What lies in a folder has the folder in its name, and is one of its photos. */
function take(found) {
  const styles = found.filter(({ name }) => STYLES.test(name) && !name.includes("/"));
  const pictures = found.filter((each) => !styles.includes(each));
  const [first] = pictures;
  if (styles.length) takeStyles(styles.map(({ file }) => file));
  if (pictures.length > 1 || first?.name.includes("/")) takePhotos(pictures);
  else if (first) takePicture(first.file);
}

/** A picture came: its settings go onto the page, or it becomes the photo. */
async function takePicture(file) {
  const taken = file.type.startsWith("image/") && (await window.emergeArrival?.take(file));
  if (!taken) takePhoto(file); // the field says what is wrong with it
}

/** Puts a file into the Photo field, the way a person would. */
async function takePhoto(file) {
  const field = () => document.querySelector("#photo input[type=file]");
  if (!field()) document.querySelector('#photo button[aria-label="Remove Image"]')?.click();
  put(await there(field), [file]);
}

/** Several go into “Many photos at once”, whose button paints them. */
async function takePhotos(found) {
  document.querySelector('#source input[value="My picture"]')?.click();
  document.querySelector("#many-photos .label-wrap:not(.open)")?.click();
  const panel = () => (window.emergePhotos?.root.checkVisibility() ? window.emergePhotos : null);
  if (!(await there(panel))) return;
  panel().take(found);
  window.emergeArrival?.say("They are under “Many photos at once”. One picture alone brings the settings inside it.");
  panel().root.scrollIntoView({ behavior: "smooth", block: "center" });
}

/** Files of styles go to the Import button. */
async function takeStyles(files) {
  const field = () => document.querySelector('input[type=file][accept*=".csv"]');
  if (!field()) document.querySelector("#own-presets .label-wrap")?.click();
  put(await there(field), files);
}

/** What `find` finds, as soon as it does. */
async function there(find) {
  for (let look = 0; look < LOOKS && !find(); look += 1) await new Promise((resume) => setTimeout(resume, LOOK_MS));
  return find();
}

function put(field, files) {
  if (!field) return;
  const kept = new DataTransfer();
  for (const file of files) kept.items.add(file);
  field.files = kept.files;
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// @ts-check
// Photos, or a whole folder of them, on their way to the server: one after the other, since Gradio sends all at once and
// a folder would be too large for one request. The value is {photos: [file], left_out: [{name, why}], uploading}.

import { find, make } from "../gradio_kit/elements.js";
import { filesIn } from "./folder.js";
import { upload } from "./uploading.js";

/** @typedef {import("./folder.js").NamedFile} NamedFile */
/** @typedef {import("../gradio_kit/component.js").UploadedFile} UploadedFile */
/** @typedef {{ name: string, why: "kind" | "large" | "many" | "lost" }} LeftOut */
/** @typedef {{ photos: UploadedFile[], left_out: LeftOut[], uploading: number }} Value */

const MOST = 500;
const MOST_BYTES = 15 * 2 ** 20;
// What cannot be read is named by whoever tries.
const PICTURE = /\.(jpe?g|jpe|mpo|png|webp|gif|heic|heif|bmp|tiff?|avif|jxl)$/i;
const UNSEEN = /^(\..*|thumbs\.db|desktop\.ini)$/i; // what systems put into folders
const IDLE = "Or drop photos or a folder here.";
const SHOWN = 60;

/** @type {Photos | null} */
let panel = null;

/** The panel that is seen, null while its fold is closed or not filled. */
export function openPhotos() {
  return panel?.root.checkVisibility() ? panel : null;
}

/** @param {import("../gradio_kit/component.js").Component<Value>} component */
export function mount({ element, props }) {
  panel = new Photos(find(element, ".em-photos", HTMLElement), (value) => (props.value = value));
  return panel;
}

export class Photos {
  /**
   * @param {HTMLElement} root
   * @param {(value: Value) => void} keep  what Gradio has of the panel from now on
   */
  constructor(root, keep) {
    this.root = root;
    this.keep = keep;
    this.line = find(root, ".em-photos-line", HTMLElement);
    this.bar = find(root, "progress", HTMLProgressElement);
    this.list = find(root, "ul", HTMLElement);
    this.clearButton = find(root, '[data-part="clear"]', HTMLElement);
    /** @type {UploadedFile[]} */
    this.photos = [];
    /** @type {LeftOut[]} */
    this.leftOut = [];
    /** @type {Set<string>} */
    this.known = new Set();
    /** @type {NamedFile[]} */
    this.waiting = [];
    this.turn = {}; // another one after every clearing: what is on its way then is wanted no more
    /** @type {object | null} the turn that is uploaded for just now */
    this.uploading = null;
    this.describe();
    const fields = ["files", "folder"].map((name) => find(root, `[data-part="${name}"]`, HTMLInputElement));
    for (const field of fields) this.#listenTo(field);
    this.clearButton.addEventListener("click", () => {
      this.clear();
      fields[0].focus();
    });
    this.#listenToDrops();
  }

  /** @param {HTMLInputElement} field */
  #listenTo(field) {
    const addChosen = () => {
      this.add([...(field.files ?? [])].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
      field.value = "";
    };
    field.addEventListener("change", addChosen);
    if (field.files?.length) addChosen(); // before this was here to hear of it
  }

  #listenToDrops() {
    const { root } = this;
    for (const name of ["dragenter", "dragover", "dragleave"]) {
      root.addEventListener(name, (event) => {
        event.preventDefault();
        root.classList.toggle("em-over", name !== "dragleave");
      });
    }
    root.addEventListener("drop", async (event) => {
      event.preventDefault();
      root.classList.remove("em-over");
      this.add(await filesIn(event.dataTransfer));
    });
  }

  clear() {
    Object.assign(this, { photos: [], leftOut: [], known: new Set(), waiting: [], turn: {} });
    this.describe();
  }

  /**
   * Pictures among them wait for their turn, the rest is named.
   *
   * @param {NamedFile[]} files
   */
  add(files) {
    for (const { file, name } of files.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))) {
      const key = `${name} ${file.size} ${file.lastModified}`;
      if (UNSEEN.test(file.name) || this.known.has(key)) continue;
      this.known.add(key);
      const why = reasonAgainst(file, this.photos.length + this.waiting.length);
      if (why) this.leftOut.push({ name, why });
      else this.waiting.push({ file, name });
    }
    this.describe();
    this.#upload(this.turn);
  }

  /** @param {object} turn */
  async #upload(turn) {
    if (this.uploading === turn) return;
    this.uploading = turn;
    while (this.turn === turn && this.waiting.length) {
      const { file, name } = this.waiting[0];
      const path = await upload(file);
      if (this.turn !== turn) return;
      this.waiting.shift();
      if (path) this.photos.push({ path, orig_name: name, size: file.size, meta: { _type: "gradio.FileData" } });
      else this.leftOut.push({ name, why: "lost" });
      this.describe();
    }
    this.uploading = null;
  }

  describe() {
    const { photos, leftOut, waiting, bar, list } = this;
    this.keep({ photos: [...photos], left_out: [...leftOut], uploading: waiting.length });
    const all = photos.length + waiting.length;
    this.line.textContent = lineOf(photos.length, all, leftOut.length);
    bar.hidden = !waiting.length;
    Object.assign(bar, { max: Math.max(1, all), value: photos.length });
    this.clearButton.hidden = !all && !leftOut.length;
    const names = [...photos.map((photo) => photo.orig_name), ...waiting.map(({ name }) => name)];
    const rows = names.length > SHOWN ? [...names.slice(0, SHOWN), `and ${names.length - SHOWN} more`] : names;
    list.hidden = !names.length;
    list.replaceChildren(...rows.map((text) => make("li", { textContent: text })));
  }
}

/**
 * @param {File} file
 * @param {number} before  how many are taken already
 */
function reasonAgainst(file, before) {
  if (!file.type.startsWith("image/") && !PICTURE.test(file.name)) return "kind";
  if (file.type === "image/svg+xml") return "kind";
  if (file.size > MOST_BYTES) return "large";
  return before >= MOST ? "many" : null;
}

/**
 * @param {number} here
 * @param {number} all
 * @param {number} leftOut
 */
function lineOf(here, all, leftOut) {
  if (!all && !leftOut) return IDLE;
  if (here < all) return `${here} of ${count(all, "photo")} are here`;
  const others = leftOut ? `, ${count(leftOut, "file")} left out and named in the report` : "";
  return `${count(all, "photo")}${others}.`;
}

/**
 * @param {number} number
 * @param {string} word
 */
function count(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

// Photos, or a whole folder of them, on their way to the server: one after the other, since Gradio sends all at once and
// a folder would be too large for one request. The value is {photos: [file], left_out: [{name, why}], uploading}.

import { filesIn } from "./folder.js";
import { sent } from "./uploading.js";

const MOST = 500;
const MOST_BYTES = 15 * 2 ** 20;
const PICTURE = /\.(jpe?g|jpe|mpo|png|webp|gif|heic|heif|bmp|tiff?|avif|jxl)$/i; // what cannot be read is told by whoever tries
const UNSEEN = /^(\..*|thumbs\.db|desktop\.ini)$/i; // what systems put into folders
const IDLE = "Or drop photos or a folder here.";
const SHOWN = 60;

export function mount({ element, props }) {
  window.emergePhotos = new Photos(element.querySelector(".em-photos"), props);
  return window.emergePhotos;
}

class Photos {
  constructor(root, props) {
    Object.assign(this, { root, props });
    this.clear();
    for (const name of ["files", "folder"]) {
      const field = this.part(name);
      const chosen = () => {
        this.take([...field.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
        field.value = "";
      };
      field.addEventListener("change", chosen);
      if (field.files.length) chosen(); // before this was here to hear of it
    }
    this.part("clear").addEventListener("click", () => {
      this.clear();
      this.part("files").focus();
    });
    for (const name of ["dragenter", "dragover", "dragleave"]) {
      root.addEventListener(name, (event) => {
        event.preventDefault();
        root.classList.toggle("em-over", name !== "dragleave");
      });
    }
    root.addEventListener("drop", async (event) => {
      event.preventDefault();
      root.classList.remove("em-over");
      this.take(await filesIn(event.dataTransfer));
    });
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  clear() {
    Object.assign(this, { photos: [], leftOut: [], known: new Set(), waiting: [], turn: {} });
    this.say();
  }

  /** [{file, name}]: pictures among them wait for their turn, the rest is named. */
  take(found) {
    for (const { file, name } of found.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }))) {
      const key = `${name} ${file.size} ${file.lastModified}`;
      if (UNSEEN.test(file.name) || this.known.has(key)) continue;
      this.known.add(key);
      const why = this.against(file);
      if (why) this.leftOut.push({ name, why });
      else this.waiting.push({ file, name });
    }
    this.say();
    this.upload(this.turn);
  }

  against(file) {
    if (!file.type.startsWith("image/") && !PICTURE.test(file.name)) return "kind";
    if (file.type === "image/svg+xml") return "kind";
    if (file.size > MOST_BYTES) return "large";
    return this.photos.length + this.waiting.length >= MOST ? "many" : "";
  }

  async upload(turn) {
    if (this.uploading === turn) return;
    this.uploading = turn;
    while (this.turn === turn && this.waiting.length) {
      const next = this.waiting[0];
      const path = await sent(next.file);
      if (this.turn !== turn) return;
      this.waiting.shift();
      if (path)
        this.photos.push({ path, orig_name: next.name, size: next.file.size, meta: { _type: "gradio.FileData" } });
      else this.leftOut.push({ name: next.name, why: "lost" });
      this.say();
    }
    this.uploading = null;
  }

  say() {
    const { photos, leftOut, waiting } = this;
    this.props.value = { photos: [...photos], left_out: [...leftOut], uploading: waiting.length };
    const all = photos.length + waiting.length;
    const line = this.root.querySelector(".em-photos-line");
    const others = leftOut.length ? `, ${count(leftOut.length, "file")} left out and named in the report` : "";
    if (!all && !leftOut.length) line.textContent = IDLE;
    else if (waiting.length) line.textContent = `${photos.length} of ${count(all, "photo")} are here`;
    else line.textContent = `${count(all, "photo")}${others}.`;
    const bar = this.root.querySelector("progress");
    bar.hidden = !waiting.length;
    Object.assign(bar, { max: Math.max(1, all), value: photos.length });
    this.part("clear").hidden = !all && !leftOut.length;
    const names = [...photos.map((photo) => photo.orig_name), ...waiting.map(({ name }) => name)];
    const list = this.root.querySelector("ul");
    list.hidden = !names.length;
    list.replaceChildren(
      ...names.slice(0, SHOWN).map(row),
      ...(names.length > SHOWN ? [row(`and ${names.length - SHOWN} more`)] : []),
    );
  }
}

function count(number, word) {
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}

function row(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

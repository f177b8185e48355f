// A film of what is on the stage: asked of the server, shown, and then saved. Which of several pictures it is of, or all
// of them, is what the stage shows.

import { showInside } from "../gradio_kit/settings_inside.js";
import { currentRun, fileName, followRun } from "../stage/current.js";
import { isBusy } from "../stage/status.js";

const POLL_MS = 250;
const HELP = {
  gif: "Plays everywhere; 255 colours.",
  webp: "Small, in full colour; every browser of today.",
  apng: "Full colour without any loss, and large.",
  mp4: "A video, for messengers and social networks.",
  png: "One still picture with all steps, ten in a row.",
};

export function mount({ element, props }) {
  const panel = new Export(element.querySelector(".em-export"), props);
  showInside();
  return panel;
}

class Export {
  constructor(root, props) {
    this.root = root;
    this.part = (name) => root.querySelector(`.em-export-${name}`);
    this.form = this.part("form");
    this.address = "";
    this.lacking = { mp4: props.mp4_missing ?? "" }; // by format: what to do before it can be written
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#make();
    });
    this.form.addEventListener("change", () => this.#describe());
    root.addEventListener("toggle", () => this.#describe());
    followRun(() => this.#describe());
  }

  #describe() {
    const { job, steps, images, image, state, example } = currentRun();
    const ending = this.form.ending.value;
    const lacking = this.lacking[ending];
    const help = this.form.querySelector(".em-format-help");
    help.textContent = lacking || HELP[ending];
    help.classList.toggle("em-bad", Boolean(lacking));
    for (const field of this.form.querySelectorAll(".em-moving")) field.hidden = ending === "png";
    this.form.querySelector(".em-film-inside").hidden = ending === "mp4";
    const which = images < 2 ? "" : image === null ? `all ${images} pictures` : `picture ${image + 1}`;
    this.part("of").textContent = which;
    const ready = Boolean(job) && (!isBusy(state) || example) && steps > 0;
    this.form.querySelector("[type=submit]").disabled = !ready || this.busy || Boolean(lacking);
    this.part("why").textContent = ready
      ? "The way from noise to picture, from the frames that are there: nothing is painted again."
      : "As soon as a painting is done, the way it took can be saved as a film.";
  }

  #query() {
    const { images, image } = currentRun();
    const { ending, side, pace, hold, caption, inside } = this.form;
    const query = new URLSearchParams({ caption: caption.checked ? "1" : "0", settings: inside.checked ? "1" : "0" });
    if (side.value) query.set("side", side.value);
    if (ending.value !== "png") {
      query.set("pace", pace.value);
      query.set("hold", hold.value);
    }
    if (images > 1 && image !== null) query.set("image", String(image));
    return query;
  }

  async #make() {
    const { job } = currentRun();
    const ending = this.form.ending.value;
    const query = this.#query();
    const address = (suffix) =>
      new URL(`frames/${encodeURIComponent(job)}/emergence.${suffix}?${query}`, document.baseURI);
    this.busy = true;
    this.#describe();
    this.#say("Making the film");
    const stop = this.#watch(address("json"));
    try {
      const answer = await fetch(address(ending));
      if (answer.ok) await this.#show(answer, ending);
      else this.#say((await answer.json().catch(() => ({}))).error ?? "The film could not be made.", true);
    } catch {
      this.#say("Emerge does not answer: is it still running?", true);
    }
    stop();
    this.busy = false;
    this.#describe();
  }

  /** Shows how many frames have been drawn, until the function that it gives back is called. */
  #watch(address) {
    const bar = this.part("bar");
    bar.value = 0;
    bar.hidden = false;
    const timer = setInterval(async () => {
      const answer = await fetch(address).catch(() => null);
      const { done = 0, count = 0 } = answer?.ok ? await answer.json().catch(() => ({})) : {};
      if (!count || bar.hidden) return;
      bar.value = (done + 1) / count;
      this.#say(`Frame ${done + 1} of ${count}`);
    }, POLL_MS);
    return () => {
      clearInterval(timer);
      bar.hidden = true;
    };
  }

  async #show(answer, ending) {
    const about = JSON.parse(answer.headers.get("X-Emerge-Film") ?? "{}");
    const blob = await answer.blob();
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = URL.createObjectURL(blob);
    const [image, video] = [this.part("result").querySelector("img"), this.part("result").querySelector("video")];
    image.hidden = ending === "mp4";
    video.hidden = ending !== "mp4";
    image.removeAttribute("src");
    video.removeAttribute("src");
    (ending === "mp4" ? video : image).src = this.address;
    const save = this.part("save");
    save.href = this.address;
    save.download = `${fileName("film")}.${ending === "apng" ? "png" : ending}`;
    this.part("facts").textContent = facts(about, blob.size);
    this.part("result").hidden = false;
    this.#say(remarks(about));
  }

  #say(text, bad = false) {
    this.part("told").textContent = text;
    this.part("told").classList.toggle("em-bad", bad);
  }
}

function facts({ frames, duration_ms: duration, width_px: width, height_px: height }, bytes) {
  const parts = [`${frames} ${frames === 1 ? "frame" : "frames"}`];
  if (duration) parts.push(`${(duration / 1000).toFixed(1)} s`);
  parts.push(`${width} × ${height}`, size(bytes));
  return parts.join(" · ");
}

function remarks({ small = 0, left_out: lost = "" }) {
  const parts = [];
  if (small) parts.push(`${small} early steps were still small previews: make it again in a moment and it is sharper.`);
  if (lost) parts.push(`The caption's font has no “${lost}”, so that is left out.`);
  return parts.join(" ");
}

/** Bytes as people read them. */
export function size(bytes) {
  if (bytes < 1e6) return `${Math.max(1, Math.round(bytes / 1e3))} KB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

// @ts-check
// The Export panel: a film of what is on the stage, shown as it will look before it is saved. Which picture it is of, or all
// of them, is what the stage shows.

import { readableBytes } from "../gradio_kit/bytes.js";
import { find, findAll } from "../gradio_kit/elements.js";
import { showInside } from "../gradio_kit/settings_inside.js";
import { currentRun, fileName, followRun } from "../stage/current.js";
import { isBusy } from "../stage/status.js";

/**
 * One of the formats of pipeline/film/formats.py.
 *
 * @typedef {object} Format
 * @property {string} key
 * @property {string} label
 * @property {string} help
 * @property {string} ending  of its files
 * @property {string} missing  what to do before it can be written, "" where it can
 * @property {boolean} moving  whether frames follow each other in time
 * @property {boolean} video
 * @property {boolean} holds_settings
 */

/**
 * What the server says of a film that it has made.
 *
 * @typedef {object} About
 * @property {number} frames
 * @property {number} duration_ms
 * @property {number} width_px
 * @property {number} height_px
 * @property {number} [small]  frames that were still small previews
 * @property {string} [left_out]  letters that the caption's font lacks
 */

const POLL_MS = 250;
const READY = "The way from noise to picture, from the frames that are there: nothing is painted again.";
const NOT_READY = "As soon as a painting is done, the way it took can be saved as a film.";

/** @param {import("../gradio_kit/component.js").Component<null, { formats: Format[] }>} component */
export function mount({ element, props }) {
  const panel = new Export(find(element, ".em-export", HTMLElement), props.formats);
  showInside();
  return panel;
}

class Export {
  /**
   * @param {HTMLElement} root
   * @param {Format[]} formats  in the order of the menu
   */
  constructor(root, formats) {
    this.part = (/** @type {string} */ name) => find(root, `.em-export-${name}`, HTMLElement);
    this.form = find(root, ".em-export-form", HTMLFormElement);
    this.bar = find(root, ".em-export-bar", HTMLProgressElement);
    this.result = this.part("result");
    this.address = "";
    this.busy = false;
    this.formats = formats;
    const menu = find(this.form, "[name=ending]", HTMLSelectElement);
    menu.replaceChildren(...formats.map(({ key, label }) => new Option(label, key)));
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#make();
    });
    this.form.addEventListener("change", () => this.#describe());
    root.addEventListener("toggle", () => this.#describe());
    followRun(() => this.#describe());
  }

  /** @param {string} name */
  #value(name) {
    return find(this.form, `[name=${name}]`, HTMLSelectElement).value;
  }

  /** @param {string} name */
  #isChecked(name) {
    return find(this.form, `[name=${name}]`, HTMLInputElement).checked;
  }

  get #format() {
    const key = this.#value("ending");
    return this.formats.find((format) => format.key === key) ?? this.formats[0];
  }

  #describe() {
    const { job, steps, images, image, state, example } = currentRun();
    const { help: about, missing, moving, holds_settings: holdsSettings } = this.#format;
    const help = find(this.form, ".em-format-help", HTMLElement);
    help.textContent = missing || about;
    help.classList.toggle("em-bad", Boolean(missing));
    for (const field of findAll(this.form, ".em-moving", HTMLElement)) field.hidden = !moving;
    find(this.form, ".em-film-inside", HTMLElement).hidden = !holdsSettings;
    const which = image === null ? `all ${images} pictures` : `picture ${image + 1}`;
    this.part("of").textContent = images < 2 ? "" : which;
    const ready = Boolean(job) && (!isBusy(state) || example) && steps > 0;
    find(this.form, "[type=submit]", HTMLButtonElement).disabled = !ready || this.busy || Boolean(missing);
    this.part("why").textContent = ready ? READY : NOT_READY;
  }

  #query() {
    const { images, image } = currentRun();
    const query = new URLSearchParams({
      caption: this.#isChecked("caption") ? "1" : "0",
      settings: this.#isChecked("inside") ? "1" : "0",
    });
    const side = this.#value("side");
    if (side) query.set("side", side);
    if (this.#format.moving) for (const name of ["pace", "hold"]) query.set(name, this.#value(name));
    if (images > 1 && image !== null) query.set("image", String(image));
    return query;
  }

  async #make() {
    const film = `frames/${encodeURIComponent(currentRun().job)}/emergence`;
    const format = this.#format;
    const query = this.#query();
    const address = (/** @type {string} */ suffix) => new URL(`${film}.${suffix}?${query}`, document.baseURI);
    this.busy = true;
    this.#describe();
    this.#say("Making the film");
    const stop = this.#watch(address("json"));
    try {
      const answer = await fetch(address(format.key));
      if (answer.ok) await this.#show(answer, format);
      else this.#say((await answer.json().catch(() => ({}))).error ?? "The film could not be made.", true);
    } catch {
      this.#say("Emerge does not answer: is it still running?", true);
    }
    stop();
    this.busy = false;
    this.#describe();
  }

  /**
   * Shows how many frames have been drawn, until the function that it gives back is called.
   *
   * @param {URL} address
   */
  #watch(address) {
    const { bar } = this;
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

  /**
   * @param {Response} answer
   * @param {Format} format
   */
  async #show(answer, { video: isVideo, ending }) {
    /** @type {About} */
    const about = JSON.parse(answer.headers.get("X-Emerge-Film") ?? "{}");
    const blob = await answer.blob();
    if (this.address) URL.revokeObjectURL(this.address);
    this.address = URL.createObjectURL(blob);
    const image = find(this.result, "img", HTMLImageElement);
    const video = find(this.result, "video", HTMLVideoElement);
    for (const each of [image, video]) each.removeAttribute("src");
    image.hidden = isVideo;
    video.hidden = !isVideo;
    (isVideo ? video : image).src = this.address;
    const save = find(this.result, ".em-export-save", HTMLAnchorElement);
    save.href = this.address;
    save.download = `${fileName("film")}.${ending}`;
    this.part("facts").textContent = facts(about, blob.size);
    this.result.hidden = false;
    this.#say(remarks(about));
  }

  /** @param {string} text */
  #say(text, bad = false) {
    this.part("told").textContent = text;
    this.part("told").classList.toggle("em-bad", bad);
  }
}

/**
 * @param {About} about
 * @param {number} bytes
 */
function facts({ frames, duration_ms: duration, width_px: width, height_px: height }, bytes) {
  const parts = [`${frames} ${frames === 1 ? "frame" : "frames"}`];
  if (duration) parts.push(`${(duration / 1000).toFixed(1)} s`);
  parts.push(`${width} × ${height}`, readableBytes(bytes));
  return parts.join(" · ");
}

/** @param {About} about */
function remarks({ small = 0, left_out: missing = "" }) {
  const parts = [];
  if (small) parts.push(`${small} early steps were still small previews: make it again in a moment and it is sharper.`);
  if (missing) parts.push(`The caption's font has no “${missing}”, so that is left out.`);
  return parts.join(" ");
}

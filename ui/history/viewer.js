// @ts-check
// One picture of the history large, with its settings.

import { closest, find, isIn } from "../gradio_kit/elements.js";
import { asWanted, saveLink } from "../gradio_kit/settings_inside.js";
import { asRadios, checkRadio, pictureButtons } from "../stage/radios.js";
import { address, ask, when } from "./entries.js";
import { fillFacts } from "../stage/facts.js";

/** @typedef {import("./entries.js").Run} Run */

/**
 * All that is known of a run: `ui.history.routes`, settings.json.
 *
 * @typedef {object} About
 * @property {string} key
 * @property {string} prompt
 * @property {number} num_images
 * @property {import("../stage/facts.js").Facts} facts
 * @property {number} seed
 * @property {number | null} variation_seed
 * @property {number} steps  how many were kept
 * @property {string[]} [views]  that they can be seen in
 * @property {boolean} photo  it began with a photo, which was kept
 * @property {boolean} masked
 */

/**
 * What is done with the picture that is shown.
 *
 * @typedef {object} Actions
 * @property {(run: { key: string }, image: number, part: string) => void} reuse
 * @property {(about: About) => void} stage
 * @property {(run: Run) => void} star
 * @property {(run: Run) => void} remove
 */

/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 };

export class Viewer {
  /**
   * @param {HTMLDialogElement} dialog
   * @param {import("./entries.js").Entries} entries
   * @param {Actions} actions
   */
  constructor(dialog, entries, actions) {
    this.dialog = dialog;
    this.entries = entries;
    this.actions = actions;
    this.index = 0;
    this.image = 0;
    /** @type {Run | null} */
    this.run = null;
    /** @type {About | null} */
    this.about = null;
    this.part = (/** @type {string} */ name) => find(dialog, `.em-viewer-${name}`, HTMLElement);
    this.button = (/** @type {string} */ name) => find(dialog, `[data-do="${name}"]`, HTMLElement);
    this.picture = find(dialog, "img", HTMLImageElement);
    this.before = find(dialog, ".em-viewer-before", HTMLImageElement);
    this.wipe = find(dialog, ".em-viewer-wipe", HTMLInputElement);
    dialog.addEventListener("click", (event) => this.#click(event));
    dialog.addEventListener("keydown", (event) => this.#key(event));
    this.wipe.addEventListener("input", () => this.#placeWipe());
    asRadios(this.part("pictures"), (button) => this.show(this.index, Number(button.dataset.image)));
  }

  /** @param {number} index  of the entry */
  async show(index, image = 0) {
    await this.entries.reach(index);
    const run = this.entries.runs[index];
    if (!run) return;
    Object.assign(this, { index, run, image, about: null });
    this.#describe(run, image);
    this.#compare(false);
    this.refresh();
    if (!this.dialog.open) this.dialog.showModal();
    const failed = (/** @type {Error} */ error) => ({ facts: { Settings: error.message } });
    const about = await ask(`${run.key}/settings.json?image=${image}`).catch(failed);
    if (this.run !== run || this.image !== image) return;
    this.#describeMore(about);
  }

  /**
   * @param {Run} run
   * @param {number} image
   */
  #describe(run, image) {
    const file = address(`${run.key}/${image}.png`);
    this.picture.src = asWanted(file); // a browser saves what it shows, too
    this.picture.alt = run.prompt || "A picture painted without words";
    this.part("when").textContent = when(run.painted_ms);
    this.part("place").textContent = `${this.index + 1} of ${this.entries.total}`;
    this.part("prompt").textContent = run.prompt || "(painted without words)";
    saveLink(find(this.dialog, 'a[data-do="save"]', HTMLAnchorElement), `${file}?save=1`);
    for (const name of ["stage", "before", "mask"]) this.button(name).hidden = true;
    const pictures = this.part("pictures");
    pictures.hidden = run.num_images < 2;
    pictures.replaceChildren(...pictureButtons(run.num_images));
    checkRadio(pictures, (button) => Number(button.dataset.image) === image);
  }

  /** @param {About} about */
  #describeMore(about) {
    this.about = about;
    const { Prompt, ...facts } = about.facts ?? {}; // the prompt is shown already
    fillFacts(this.part("facts"), facts);
    this.button("stage").hidden = !about.steps;
    this.button("before").hidden = !about.photo;
    this.button("mask").hidden = !about.masked;
  }

  /**
   * The photo over the left part of the picture, as far as it is drawn; `mask` marks what of it was repainted.
   *
   * @param {boolean} on
   */
  #compare(on, mask = false) {
    this.before.hidden = this.wipe.hidden = !on;
    if (on) this.before.src = address(`${this.run?.key}/photo.jpg${mask ? "?mask=1" : ""}`);
    else this.before.removeAttribute("src");
    this.button("before").setAttribute("aria-pressed", String(on && !mask));
    this.button("mask").setAttribute("aria-pressed", String(on && mask));
    this.wipe.value = mask ? "100" : "50";
    this.#placeWipe();
  }

  #placeWipe() {
    this.part("frame").style.setProperty("--em-wipe", `${this.wipe.value}%`);
  }

  refresh() {
    this.button("favourite").setAttribute("aria-pressed", String(Boolean(this.run?.favourite)));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const button = closest(event, "[data-do]");
    const { run, about } = this;
    if (!button || !run) return;
    const action = button.dataset.do ?? "";
    const on = button.getAttribute("aria-pressed") !== "true";
    if (["all", "prompt", "seed"].includes(action)) this.actions.reuse(run, this.image, action);
    if (action === "favourite") this.actions.star(run);
    if (action === "before" || action === "mask") this.#compare(on, action === "mask");
    if (action === "stage" && about) this.actions.stage(about);
    if (action === "delete") this.actions.remove(run);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = STEPS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own, such as its search
    if (isIn(event, "[role=radiogroup], input")) return;
    if (step) this.show(Math.max(0, Math.min(this.entries.total - 1, this.index + step)));
    else if ((event.key === "f" || event.key === "F") && this.run) this.actions.star(this.run);
    else return;
    event.preventDefault();
  }
}

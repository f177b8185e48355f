// @ts-check
// The Finish panel: follows the stage to a finished picture, and shows that picture with everything done to it.
// Nothing here goes through Gradio: the wishes are a form, the form is a query, and our own routes answer it.

import { closest, find, findAll, makeButton } from "../gradio_kit/elements.js";
import { showInside } from "../gradio_kit/settings_inside.js";
import { followRun } from "../stage/current.js";
import { asRadios, checkRadio, pictureButtons } from "../stage/radios.js";
import { isBusy } from "../stage/status.js";
import { AppliedFinish } from "./applied_finish.js";
import { Enlarger } from "./enlarge.js";
import { offerKinds, saveFile } from "./files.js";
import { Lettering } from "./lettering.js";
import { Preview } from "./preview.js";
import { keepInTab, restoreFromTab } from "./tab_memory.js";
import { Tabs } from "./tabs.js";
import { WishForm } from "./wish_form.js";

/** @typedef {import("../stage/current.js").Current} Current */
/** @typedef {import("./wish_form.js").Wishes} Wishes */

/**
 * What the server says of the picture to be finished.
 *
 * @typedef {object} Facts
 * @property {number} count  of pictures of the run
 * @property {boolean} photo  it began with a photo
 * @property {string[]} palette  its colours, as #rrggbb
 * @property {{ kind: string, label: string }[]} kinds  of files
 */
/** @typedef {{ fields?: Wishes, brought?: import("./applied_finish.js").Message }} Value */

const PAINT_FIRST = "There is no picture yet. Paint one, and it can be finished here.";
const STILL_PAINTING = "The picture is still being painted. It can be finished here as soon as it is done.";
const STOPPED = "Only a picture that was painted to its end can be finished.";
const SHIRT_COLOURS = ["#ffffff", "#1d1a21"];

/** @param {import("../gradio_kit/component.js").Component<Value>} component */
export function mount({ element, props, watch }) {
  const root = find(element, ".em-finish", HTMLDetailsElement);
  const panel = new FinishPanel(root, (value) => (props.value = value));
  const applied = new AppliedFinish(find(element, ".em-brought", HTMLElement), panel);
  panel.touched = () => applied.rest();
  watch("value", () => {
    const message = props.value?.brought;
    if (!message) return;
    applied.apply(message);
    panel.sendWishes();
  });
  return panel;
}

export class FinishPanel {
  /**
   * @param {HTMLDetailsElement} root
   * @param {(value: Value) => void} send  what the page keeps with a style
   */
  constructor(root, send) {
    this.root = root;
    this.send = send;
    this.touched = () => {}; // the person changed something
    this.part = (/** @type {string} */ name) => find(root, `.em-finish-${name}`, HTMLElement);
    this.form = new WishForm(find(root, ".em-finish-body", HTMLFormElement));
    /** @type {string | null} of the picture that can be finished */
    this.job = null;
    this.image = 0;
    this.restored = false; // `image` comes from before a reload
    /** @type {number | null} the one that the stage showed last */
    this.followed = null;
    /** @type {Facts | null} */
    this.facts = null;
    this.wantedKind = "";
    this.preview = new Preview(root, (shown) => this.#describe(shown));
    this.enlarger = new Enlarger(this);
    const handle = find(root, ".em-letters", HTMLElement);
    this.lettering = new Lettering(handle, this.part("frame"), this.form, () => this.#changed());
    this.tabs = new Tabs(this.part("tabs"), () => this.#keep());
    restoreFromTab(this);
    showInside();
    this.#keep();
    this.form.describeSliders();
    this.#listen();
    followRun((run) => this.#follow(run));
  }

  wishes() {
    return this.form.wishes();
  }

  sendWishes() {
    this.send({ fields: this.wishes() });
  }

  /** @param {Wishes} wishes */
  put(wishes) {
    this.form.put(wishes);
    this.#changed();
  }

  /** The wishes that hold for this picture, as a query. */
  query() {
    const query = new URLSearchParams(this.wishes());
    if (!this.facts?.photo) query.delete("colour_match");
    return query;
  }

  /** @param {string} name */
  address(name, query = this.query()) {
    const address = new URL(`frames/${encodeURIComponent(this.job ?? "")}/${name}`, document.baseURI);
    if (this.image) query.set("image", String(this.image));
    address.search = query.toString();
    return address.href;
  }

  /** @param {string} text */
  say(text, tone = "") {
    const note = this.part("note");
    note.textContent = text;
    note.dataset.tone = tone;
  }

  // ---- the stage

  /** @param {Current} run */
  #follow(run) {
    const job = run.state === "done" && run.job ? run.job : null;
    if (run.image !== null && run.image !== this.followed) {
      this.followed = run.image;
      if (job === this.job) this.#choose(run.image);
    }
    if (!job) this.#close(isBusy(run.state) ? STILL_PAINTING : run.job ? STOPPED : PAINT_FIRST);
    if (job === this.job) return;
    const before = this.job;
    this.job = job;
    if (!job) return;
    if (before || !this.restored) this.image = run.image ?? 0;
    this.image = Math.min(this.image, run.images - 1);
    this.restored = false;
    this.#open();
  }

  /** @param {string} reason */
  #close(reason) {
    this.job = null;
    this.root.dataset.state = "empty";
    this.form.element.hidden = true;
    this.part("empty").hidden = false;
    this.part("empty").textContent = reason;
  }

  async #open() {
    if (!this.root.open) return;
    const { job, image } = this;
    const answer = await fetch(this.address("finish.json", new URLSearchParams())).catch(() => null);
    if (this.job !== job || this.image !== image) return;
    if (!answer?.ok) return image ? this.#choose(0) : this.#close(PAINT_FIRST);
    this.#furnish(await answer.json());
    this.#changed();
  }

  /**
   * What depends on the picture: the pictures to choose from, its colours, the formats.
   *
   * @param {Facts} facts
   */
  #furnish(facts) {
    const { count, photo, palette, kinds } = facts;
    this.facts = facts;
    this.root.dataset.state = "ready";
    this.form.element.hidden = false;
    this.part("empty").hidden = true;
    this.part("sheet").hidden = count < 2;
    offerKinds(this.form.select("kind"), kinds, this.wantedKind);
    find(this.root, "[data-choice=colour_match]", HTMLFieldSetElement).disabled = !photo;
    for (const group of findAll(this.root, ".em-swatches", HTMLElement)) {
      group.replaceChildren(...[...palette, ...SHIRT_COLOURS].map(swatch));
    }
    const pictures = this.part("pictures");
    pictures.hidden = count < 2;
    pictures.replaceChildren(...pictureButtons(count));
    checkRadio(pictures, (button) => Number(button.dataset.image) === this.image);
  }

  /** @param {number} image */
  #choose(image) {
    if (image === this.image || !this.job) return;
    this.image = image;
    this.#keep();
    this.#open();
  }

  // ---- the form

  #listen() {
    this.root.addEventListener("toggle", () => {
      this.#keep();
      if (this.root.open && this.job) this.#open();
    });
    this.#listenToForm(this.form.element);
    const original = this.part("original");
    original.addEventListener("click", () => {
      original.setAttribute("aria-pressed", String(!this.#isOriginal()));
      this.#changed();
    });
    asRadios(this.part("pictures"), (button) => this.#choose(Number(button.dataset.image)));
    this.part("save").addEventListener("click", () => saveFile(this, `finished-${this.form.value("kind")}`));
    this.part("sheet").addEventListener("click", () => saveFile(this, "contact-sheet.pdf"));
  }

  /** @param {HTMLFormElement} form */
  #listenToForm(form) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => this.#changed());
    for (const kind of ["input", "reset"]) form.addEventListener(kind, () => this.touched());
    form.addEventListener("reset", () => setTimeout(() => this.#changed("Everything is as it was at first.")));
    form.addEventListener("dblclick", ({ target }) => {
      if (!(target instanceof HTMLInputElement) || target.type !== "range") return;
      target.value = target.defaultValue;
      this.#changed();
    });
    form.addEventListener("click", (event) => {
      const colour = closest(event, ".em-swatches button");
      const field = colour?.parentElement?.dataset.for;
      if (!(colour instanceof HTMLButtonElement) || !field) return;
      this.form.setValue(field, colour.value);
      this.#changed();
    });
  }

  #isOriginal() {
    return this.part("original").getAttribute("aria-pressed") === "true";
  }

  #changed(words = "") {
    this.form.describeSliders();
    this.#keep();
    this.part("frame").dataset.ground = this.form.value("ground");
    if (!this.job || !this.facts) return;
    this.say(words);
    const query = this.#isOriginal() ? new URLSearchParams() : this.query();
    this.enlarger.before(query, () => this.preview.show(this.address("finish.webp", query)));
  }

  /** @param {import("./preview.js").Shown} shown */
  #describe(shown) {
    if (shown.refused !== undefined) return this.say(shown.refused, "bad");
    if (this.part("note").dataset.tone === "bad") this.say("");
    this.lettering.place(shown.lettering);
  }

  #keep() {
    keepInTab(this);
    this.sendWishes();
  }
}

/** @param {string} colour */
function swatch(colour) {
  const button = makeButton({ value: colour, title: colour });
  button.setAttribute("aria-label", colour);
  button.style.setProperty("--em-swatch", colour);
  return button;
}

// The Finish panel: watches the stage for a finished picture, and shows that picture with everything done to it.
// Nothing here goes through Gradio: the wishes are a form, the form is a query, and our own routes answer it.

import { Brought } from "./applied_finish.js";
import { Enlarger } from "./enlarge.js";
import { offerKinds, saveFile } from "./files.js";
import { showInside } from "../gradio_kit/settings_inside.js";
import { Letters } from "./lettering.js";
import { recall, remember } from "./tab_memory.js";
import { Preview } from "./preview.js";
import { followRun } from "../stage/current.js";
import { asRadios } from "../stage/radios.js";
import { isBusy } from "../stage/status.js";
import { asTabs } from "./tabs.js";

const PAINT_FIRST = "There is no picture yet. Paint one, and it can be finished here.";
const STILL_PAINTING = "The picture is still being painted. It can be finished here as soon as it is done.";
const STOPPED = "Only a picture that was painted to its end can be finished.";
const HERE_ONLY = new Set(["ground", "kind", "settings"]); // fields that change nothing about the picture
const OFF = { num_colours: "1" };

export function mount({ element, props, watch }) {
  const panel = new FinishPanel(element.querySelector(".em-finish"), (value) => (props.value = value));
  const brought = new Brought(element.querySelector(".em-brought"), panel);
  panel.touched = () => brought.rest();
  watch("value", () => {
    const message = props.value?.brought;
    if (!message) return;
    brought.take(message);
    panel.tellFields();
  });
  return panel;
}

export class FinishPanel {
  /** `tell` takes {fields}: what the page keeps with a style. */
  constructor(root, tell) {
    Object.assign(this, { root, tell, touched: () => {} });
    this.part = (name) => root.querySelector(`.em-${name}`);
    this.form = this.part("finish-body");
    this.job = null;
    this.image = 0;
    this.facts = null;
    this.preview = new Preview(root, (answer) => this.#shown(answer));
    this.enlarger = new Enlarger(this);
    this.letters = new Letters(this.part("letters"), this.part("finish-frame"), this.form, () => this.#changed());
    this.tabs = asTabs(this.part("finish-tabs"), () => this.#keep());
    recall(this);
    showInside();
    this.#keep();
    this.#label();
    this.#listen();
    followRun((run) => this.#look(run));
  }

  /** The wishes: what differs from how the form was at first. */
  fields() {
    const found = {};
    for (const field of this.form.elements) {
      if (!field.name || HERE_ONLY.has(field.name) || field.name in found) continue;
      const value = this.form.elements[field.name].value;
      const on =
        field.type === "checkbox" ? field.checked : value !== (OFF[field.name] ?? first(this.form, field.name));
      if (on) found[field.name] = value;
    }
    return found;
  }

  tellFields() {
    this.tell({ fields: this.fields() });
  }

  /** Sets the form to these wishes, and all else to how it was at first. */
  put(fields) {
    for (const field of this.form.elements) {
      if (!field.name || HERE_ONLY.has(field.name)) continue;
      if (field.type === "checkbox") field.checked = fields[field.name] === field.value;
      else this.form.elements[field.name].value = fields[field.name] ?? first(this.form, field.name);
    }
    this.#changed();
  }

  /** The wishes that hold for this picture, as a query. */
  query() {
    const query = new URLSearchParams(this.fields());
    if (!this.facts?.photo) query.delete("colour_match");
    return query;
  }

  address(name, query = this.query()) {
    const address = new URL(`frames/${encodeURIComponent(this.job)}/${name}`, document.baseURI);
    if (this.image) query.set("image", this.image);
    address.search = query.toString();
    return address.href;
  }

  say(text, tone = "") {
    const note = this.part("finish-note");
    note.textContent = text;
    note.dataset.tone = tone;
  }

  // ---- the stage

  #look(run) {
    const job = run.state === "done" && run.job ? run.job : null;
    if (run.image !== null && run.image !== this.followed) {
      this.followed = run.image;
      if (job === this.job) this.#choose(run.image);
    }
    if (!job) this.#empty(run);
    if (job === this.job) return;
    const before = this.job;
    this.job = job;
    if (!job) return;
    if (before || !this.restored) this.image = run.image ?? 0;
    this.image = Math.min(this.image, run.images - 1);
    this.restored = false;
    this.#open();
  }

  #empty({ state, job }) {
    this.job = null;
    this.root.dataset.state = "empty";
    this.form.hidden = true;
    this.part("finish-empty").hidden = false;
    this.part("finish-empty").textContent = isBusy(state) ? STILL_PAINTING : job ? STOPPED : PAINT_FIRST;
  }

  async #open() {
    if (!this.root.open) return;
    const { job, image } = this;
    const answer = await fetch(this.address("finish.json", new URLSearchParams())).catch(() => null);
    if (this.job !== job || this.image !== image) return;
    if (!answer?.ok) return image ? this.#choose(0) : this.#empty({});
    this.facts = await answer.json();
    this.#furnish();
    this.#changed();
  }

  /** What depends on the picture: the pictures to choose from, its colours, the formats. */
  #furnish() {
    const { count, photo, palette, kinds } = this.facts;
    this.root.dataset.state = "ready";
    this.form.hidden = false;
    this.part("finish-empty").hidden = true;
    this.part("finish-sheet").hidden = count < 2;
    offerKinds(this.form.elements.kind, kinds, this.wanted);
    this.root.querySelector("[data-choice=colour_match]").disabled = !photo;
    for (const group of this.root.querySelectorAll(".em-swatches")) {
      group.replaceChildren(...[...palette, "#ffffff", "#1d1a21"].map((colour) => swatch(colour)));
    }
    const pictures = this.part("finish-pictures");
    pictures.hidden = count < 2;
    pictures.replaceChildren(...Array.from({ length: count > 1 ? count : 0 }, (_, image) => choice(image, this.image)));
  }

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
    this.form.addEventListener("submit", (event) => event.preventDefault());
    this.form.addEventListener("input", () => this.#changed());
    for (const kind of ["input", "reset"]) this.form.addEventListener(kind, () => this.touched());
    this.form.addEventListener("reset", () => setTimeout(() => this.#changed("Everything is as it was at first.")));
    this.form.addEventListener("dblclick", (event) => {
      if (event.target.type !== "range") return;
      event.target.value = event.target.defaultValue;
      this.#changed();
    });
    this.form.addEventListener("click", (event) => {
      const colour = event.target.closest(".em-swatches button");
      if (!colour) return;
      this.form.elements[colour.parentElement.dataset.for].value = colour.value;
      this.#changed();
    });
    const original = this.part("finish-original");
    original.addEventListener("click", () => {
      original.setAttribute("aria-pressed", String(original.getAttribute("aria-pressed") !== "true"));
      this.#changed();
    });
    asRadios(this.part("finish-pictures"), (button) => this.#choose(Number(button.dataset.image)));
    this.part("finish-save").addEventListener("click", () =>
      saveFile(this, `finished-${this.form.elements.kind.value}`),
    );
    this.part("finish-sheet").addEventListener("click", () => saveFile(this, "contact-sheet.pdf"));
  }

  #changed(said = "") {
    this.#label();
    this.#keep();
    this.part("finish-frame").dataset.ground = this.form.elements.ground.value;
    if (!this.job || !this.facts) return;
    this.say(said);
    const plain = this.part("finish-original").getAttribute("aria-pressed") === "true";
    const query = plain ? new URLSearchParams() : this.query();
    this.enlarger.before(query, () => this.preview.ask(this.address("finish.webp", query)));
  }

  #shown({ refused = "", lettering = [] }) {
    if (refused) this.say(refused, "bad");
    else if (this.part("finish-note").dataset.tone === "bad") this.say("");
    if (!refused) this.letters.place(lettering);
  }

  #label() {
    for (const field of this.form.querySelectorAll("input[type=range]")) {
      const off = OFF[field.name] === field.value;
      const percent = field.max === "1";
      const shown = off ? "off" : percent ? `${Math.round(field.value * 100)}%` : field.value;
      field.parentElement.querySelector("output").textContent = shown;
      field.setAttribute("aria-valuetext", shown);
    }
  }

  #keep() {
    remember(this);
    this.tellFields();
  }
}

/** How a field was at first. */
function first(form, name) {
  const field = form.elements[name];
  if (field instanceof RadioNodeList) return [...field].find((each) => each.defaultChecked)?.value ?? "";
  return field.defaultValue ?? "";
}

function swatch(colour) {
  const button = document.createElement("button");
  button.type = "button";
  button.value = colour;
  button.title = colour;
  button.setAttribute("aria-label", colour);
  button.style.setProperty("--em-swatch", colour);
  return button;
}

function choice(image, chosen) {
  const button = document.createElement("button");
  button.type = "button";
  button.setAttribute("role", "radio");
  button.setAttribute("aria-checked", String(image === chosen));
  button.tabIndex = image === chosen ? 0 : -1;
  button.dataset.image = String(image);
  button.textContent = String(image + 1);
  return button;
}

// One kept picture large with its settings, and two of them side by side.

import { asRadios } from "../stage/radios.js";
import { address, ask, when } from "./entries.js";
import { asWanted, saveLink } from "../gradio_kit/settings_inside.js";

export class Viewer {
  /** `does`: reuse(run, image, part), star(run), remove(run), stage(about). */
  constructor(dialog, entries, does) {
    this.dialog = dialog;
    this.entries = entries;
    this.does = does;
    this.part = (name) => dialog.querySelector(`.em-viewer-${name}`);
    this.button = (name) => dialog.querySelector(`[data-do="${name}"]`);
    dialog.addEventListener("click", (event) => this.#click(event));
    dialog.addEventListener("keydown", (event) => this.#key(event));
    this.frame = dialog.querySelector(".em-viewer-frame");
    this.wipe = dialog.querySelector(".em-viewer-wipe");
    this.wipe.addEventListener("input", () => this.#wiped());
    asRadios(this.part("pictures"), (button) => this.show(this.index, Number(button.dataset.image)));
  }

  async show(index, image = 0) {
    await this.entries.reach(index);
    const run = this.entries.runs[index];
    if (!run) return;
    [this.index, this.run, this.image, this.about] = [index, run, image, null];
    const picture = this.dialog.querySelector("img");
    picture.src = asWanted(address(`${run.key}/${image}.png`)); // a browser saves what it shows, too
    picture.alt = run.prompt || "A picture painted without words";
    this.part("when").textContent = when(run.painted_ms);
    this.part("place").textContent = `${index + 1} of ${this.entries.total}`;
    this.part("prompt").textContent = run.prompt || "(painted without words)";
    saveLink(this.button("save"), address(`${run.key}/${image}.png?save=1`));
    this.button("stage").hidden = true;
    for (const name of ["before", "mask"]) this.button(name).hidden = true;
    this.#before(false);
    this.#pictures(run.num_images, image);
    this.refresh();
    if (!this.dialog.open) this.dialog.showModal();
    const about = await ask(`${run.key}/settings.json?image=${image}`).catch((error) => ({
      facts: { Settings: error.message },
    }));
    if (this.run !== run || this.image !== image) return;
    this.about = about;
    const { Prompt, ...facts } = about.facts ?? {};
    fill(this.part("facts"), facts);
    this.button("stage").hidden = !about.steps;
    this.button("before").hidden = !about.photo;
    this.button("mask").hidden = !about.masked;
  }

  /** The photo over the left part of the picture, as far as it is drawn; `mask` marks what of it was repainted. */
  #before(on, mask = false) {
    const before = this.frame.querySelector(".em-viewer-before");
    before.hidden = this.wipe.hidden = !on;
    if (on) before.src = address(`${this.run.key}/photo.jpg${mask ? "?mask=1" : ""}`);
    else before.removeAttribute("src");
    this.button("before").setAttribute("aria-pressed", String(on && !mask));
    this.button("mask").setAttribute("aria-pressed", String(on && mask));
    this.wipe.value = mask ? "100" : "50";
    this.#wiped();
  }

  #wiped() {
    this.frame.style.setProperty("--em-wipe", `${this.wipe.value}%`);
  }

  refresh() {
    this.button("favourite").setAttribute("aria-pressed", String(Boolean(this.run?.favourite)));
  }

  #pictures(count, image) {
    const group = this.part("pictures");
    group.hidden = count < 2;
    const buttons = Array.from({ length: count }, (_, number) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("role", "radio");
      button.dataset.image = String(number);
      button.textContent = String(number + 1);
      button.setAttribute("aria-checked", String(number === image));
      button.tabIndex = number === image ? 0 : -1;
      return button;
    });
    group.replaceChildren(...buttons);
  }

  #click(event) {
    const todo = event.target.closest("[data-do]")?.dataset.do;
    if (["all", "prompt", "seed"].includes(todo)) this.does.reuse(this.run, this.image, todo);
    if (todo === "favourite") this.does.star(this.run);
    const on = event.target.closest("[aria-pressed]")?.getAttribute("aria-pressed") !== "true";
    if (todo === "before" || todo === "mask") this.#before(on, todo === "mask");
    if (todo === "stage") this.does.stage(this.about);
    if (todo === "delete") this.does.remove(this.run);
  }

  #key(event) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own, such as its search
    if (event.target.closest("[role=radiogroup], input")) return;
    if (step) this.show(Math.max(0, Math.min(this.entries.total - 1, this.index + step)));
    else if (event.key === "f" || event.key === "F") this.does.star(this.run);
    else return;
    event.preventDefault();
  }
}

/** Two runs beside each other; facts that differ are marked. */
export async function compare(dialog, runs) {
  const facts = await Promise.all(
    runs.map(({ key }) => ask(`${key}/settings.json`).then((about) => about.facts ?? {})),
  );
  const sides = runs.map((run, place) => {
    const figure = document.createElement("figure");
    const picture = document.createElement("img");
    picture.src = address(run.num_images > 1 ? `${run.key}/thumbnail.webp` : `${run.key}/0.png`);
    picture.alt = run.prompt;
    const list = document.createElement("dl");
    list.className = "em-viewer-facts";
    const other = facts[1 - place];
    fill(
      list,
      { Painted: when(run.painted_ms), ...facts[place] },
      (name, value) => name !== "Painted" && other[name] !== value,
    );
    figure.append(picture, list);
    return figure;
  });
  dialog.querySelector(".em-pair-body").replaceChildren(...sides);
  dialog.showModal();
}

function fill(list, facts, marked = () => false) {
  const rows = Object.entries(facts).map(([name, value]) => {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const detail = document.createElement("dd");
    term.textContent = name;
    detail.textContent = String(value);
    row.classList.toggle("em-differs", marked(name, value));
    row.append(term, detail);
    return row;
  });
  list.replaceChildren(...rows);
}

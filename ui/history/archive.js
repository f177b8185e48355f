// The drawer with all kept pictures: search, filters, choice, deletion with undo, and the room on the disk.

import { Entries, address, ask } from "./entries.js";
import { size } from "../export/export.js";
import { Grid } from "./grid.js";
import { saveLink } from "../gradio_kit/settings_inside.js";
import { Viewer, compare } from "./viewer.js";

const TYPING_MS = 180;
const MOST_IN_ADDRESS = 1500; // keys in one address
const MB = 1e6;
const HOW = matchMedia("(hover: none)").matches ? "Choose with ✓" : "Choose with ✓, Space or Shift + click";
const KEPT_TOO = ["steps", "photos"];

export class Archive {
  /** `reuse(run, image, part)` and `stage(about)` go out to the page; `changed()` says that runs came or went. */
  constructor(root, { reuse, stage, changed }) {
    this.root = root;
    this.dialog = root.querySelector(".em-archive");
    this.part = (name) => root.querySelector(`.em-archive-${name}`);
    this.changed = changed;
    this.entries = new Entries();
    this.series = "";
    this.grid = new Grid(root.querySelector(".em-grid"), this.entries, {
      open: (index) => this.#openEntry(index),
      star: (run) => this.star([run], !run.favourite),
      changed: () => this.#describe(),
      remove: (run) => this.remove([run]),
    });
    const away =
      (work) =>
      (...what) => {
        for (const dialog of root.querySelectorAll("dialog[open]")) dialog.close();
        work(...what);
      };
    this.viewer = new Viewer(root.querySelector(".em-viewer"), this.entries, {
      reuse: away(reuse),
      stage: away(stage),
      star: (run) => this.star([alone(run)], !run.favourite),
      remove: (run) => this.remove([alone(run)]),
    });
    this.#listen();
  }

  async open(key) {
    if (this.series) await this.#openSeries(null);
    else await this.refresh();
    if (!this.dialog.open) this.dialog.showModal();
    this.grid.layout();
    if (key) this.#show(key);
    else this.grid.focus(0);
  }

  /** The run of that key; a filter that hides it is taken away. */
  async #show(key) {
    const find = () => this.entries.runs.findIndex((run) => run.key === key);
    if (find() < 0) {
      for (const name of ["text", "preset", "model"]) this.root.querySelector(`[name=${name}]`).value = "";
      this.part("favourites").setAttribute("aria-pressed", "false");
      await this.#filter();
    }
    if (find() >= 0) this.#openEntry(find());
  }

  #openEntry(index) {
    const run = this.entries.runs[index];
    if (run?.many > 1) this.#openSeries(run);
    else this.viewer.show(index);
  }

  /** All that one press painted; with null, everything again. */
  async #openSeries(run) {
    this.series = run?.series ?? "";
    const line = this.part("series");
    line.hidden = !this.series;
    if (run) line.querySelector("span").textContent = `${paintings(run.many)} of one press`;
    await this.#filter();
    if (this.dialog.open) this.grid.focus(0);
  }

  /** Everything as it is on the server now. */
  async refresh() {
    await this.#saying(async () => {
      this.entries.clear();
      try {
        await this.entries.reach(0);
      } finally {
        this.grid.redraw(); // at once: a click or a key means the entry that is seen
      }
      await this.#about();
    });
    this.#describe();
  }

  async #about() {
    const about = (this.about = await ask("about.json"));
    for (const [name, all] of [
      ["preset", "All styles"],
      ["model", "All models"],
    ])
      this.#options(name, all, about[name]);
    const share = about.bytes / about.limit_bytes;
    this.root.querySelector(".em-use-line").textContent = `${size(about.bytes)} of ${size(about.limit_bytes)} taken`;
    this.root.querySelector(".em-use-bar").value = Math.min(1, share);
    const limit = this.root.querySelector("[name=limit]");
    if (document.activeElement !== limit) limit.value = String(Math.round(about.limit_bytes / MB));
    for (const name of KEPT_TOO) this.root.querySelector(`[name=${name}]`).checked = about[name];
  }

  #options(name, all, values) {
    const select = this.root.querySelector(`select[name=${name}]`);
    const chosen = select.value;
    const options = ["", ...values].map((value) => {
      const option = document.createElement("option");
      option.value = value;
      option.textContent = value || all;
      return option;
    });
    select.replaceChildren(...options);
    select.value = values.includes(chosen) ? chosen : "";
  }

  #filter() {
    const value = (name) => this.root.querySelector(`[name=${name}]`).value;
    const favourites = this.part("favourites").getAttribute("aria-pressed") === "true" ? "1" : "";
    this.entries.filter = {
      series: this.series,
      text: value("text").trim(),
      preset: value("preset"),
      model: value("model"),
      favourites,
    };
    this.grid.element.scrollTop = 0;
    return this.refresh();
  }

  #describe() {
    const { total } = this.entries;
    const chosen = this.grid.chosen.size;
    const { filtered } = this.entries;
    const runs = filtered ? total : (this.about?.runs ?? total);
    const entries = runs === total ? "" : `, ${total.toLocaleString()} ${total === 1 ? "entry" : "entries"}`;
    this.part("count").textContent = `${paintings(runs)}${filtered ? " found" : entries}`;
    this.part("chosen").textContent = chosen ? `${chosen} chosen` : HOW;
    const button = (name) => this.part("batch").querySelector(`[data-do=${name}]`);
    button("compare").disabled = chosen !== 2;
    for (const name of ["favourite", "delete", "clear"]) button(name).disabled = !chosen;
    const zip = button("zip");
    zip.textContent = !chosen
      ? "Download all"
      : chosen > MOST_IN_ADDRESS
        ? `Download: at most ${MOST_IN_ADDRESS}`
        : `Download ${chosen}`;
    const some = chosen && chosen <= MOST_IN_ADDRESS;
    const { keys, series } = whole([...this.grid.chosen.values()]);
    saveLink(
      zip,
      address(`pictures.zip?${some ? `keys=${keys.join(",")}&all_of=${series.join(",")}` : this.entries.query()}`),
    );
    zip.classList.toggle("em-off", chosen > MOST_IN_ADDRESS || !total);
  }

  // ---- what a person does

  async star(runs, on) {
    await this.#saying(async () => {
      await ask("change.json", { do: on ? "favourite" : "ordinary", ...whole(runs) });
      for (const { key } of runs) {
        const run = this.entries.runs.find((each) => each.key === key);
        if (!run) continue;
        run.favourite = on;
        this.grid.refresh(run);
      }
      this.viewer.refresh();
    });
  }

  async remove(runs) {
    await this.#saying(async () => {
      const { keys } = await ask("change.json", { do: "delete", ...whole(runs) });
      const { index } = this.viewer;
      for (const key of keys) this.grid.chosen.delete(key);
      if (runs.some(({ series }) => series)) await this.refresh();
      else this.entries.remove(keys);
      if (this.viewer.dialog.open) {
        if (this.entries.total) this.viewer.show(Math.min(index, this.entries.total - 1));
        else this.viewer.dialog.close();
      }
      this.#say(`Deleted ${paintings(keys.length)}.`, { undo: keys });
    });
    this.grid.redraw();
    if (!this.viewer.dialog.open) this.grid.focus(this.grid.focused);
    this.#describe();
    this.changed();
  }

  async #undo() {
    await this.#saying(async () => {
      await ask("change.json", { do: "restore", keys: this.deleted });
      this.#say("They are back.");
    });
    await this.refresh();
    this.changed();
  }

  async #setLimit(form) {
    const limit = Math.round(Number(form.limit.value));
    await this.#saying(async () => {
      const { runs } = await ask(`over.json?limit=${limit}`);
      const many =
        runs === 1 ? "the oldest painting that is no favourite" : `the ${runs} oldest paintings that are no favourites`;
      if (runs && !window.confirm(`This limit removes ${many}, for good. Go on?`)) return;
      await ask("change.json", { do: "limit", limit });
      this.#say(`The history may take ${size(limit * MB)} now.`);
      await this.refresh();
      this.changed();
    });
  }

  /** Runs something that may fail with a sentence for people. */
  async #saying(work) {
    try {
      await work();
    } catch (error) {
      this.#say(error.message, { bad: true });
    }
  }

  #say(text, { bad = false, undo = null } = {}) {
    const line = this.part("told");
    line.querySelector("span").textContent = text;
    line.classList.toggle("em-bad", bad);
    this.deleted = undo;
    this.part("undo").hidden = !undo;
  }

  #listen() {
    const { root } = this;
    for (const close of root.querySelectorAll(".em-close"))
      close.addEventListener("click", () => close.closest("dialog").close());
    for (const dialog of root.querySelectorAll("dialog")) {
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    }
    let typing = 0;
    root.querySelector("[name=text]").addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.#filter(), TYPING_MS);
    });
    for (const select of root.querySelectorAll(".em-archive-tools select"))
      select.addEventListener("change", () => this.#filter());
    this.part("favourites").addEventListener("click", ({ currentTarget }) => {
      currentTarget.setAttribute("aria-pressed", String(currentTarget.getAttribute("aria-pressed") !== "true"));
      this.#filter();
    });
    this.part("series")
      .querySelector("button")
      .addEventListener("click", () => this.#openSeries(null));
    this.part("undo").addEventListener("click", () => this.#undo());
    this.part("batch").addEventListener("click", (event) => this.#batch(event.target.closest("[data-do]")?.dataset.do));
    root.querySelector(".em-limit").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#setLimit(event.target);
    });
    for (const name of KEPT_TOO) {
      root
        .querySelector(`[name=${name}]`)
        .addEventListener("change", ({ target }) =>
          this.#saying(() => ask("change.json", { do: name, on: target.checked })),
        );
    }
  }

  #batch(todo) {
    const runs = [...this.grid.chosen.values()];
    if (todo === "compare") this.#saying(() => compare(this.root.querySelector(".em-pair"), runs));
    if (todo === "favourite") this.star(runs, !runs.every(({ favourite }) => favourite));
    if (todo === "delete") this.remove(runs);
    if (todo === "clear") this.grid.chooseNone();
  }
}

/** How many runs, in words: one painting may be of several pictures. */
const paintings = (count) => `${count.toLocaleString()} ${count === 1 ? "painting" : "paintings"}`;

/** A run by itself, also where its entry stands for a whole series. */
const alone = (run) => ({ ...run, many: 1 });

/** What is meant by these entries: runs by key, and all runs of a series where an entry stands for one. */
function whole(runs) {
  return { keys: runs.map(({ key }) => key), series: runs.filter(({ many }) => many > 1).map(({ series }) => series) };
}

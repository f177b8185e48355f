// @ts-check
// The drawer with all kept pictures: search, filters, choice, deletion with undo, and the room on the disk.

import { closest, find, findAll } from "../gradio_kit/elements.js";
import { saveLink } from "../gradio_kit/settings_inside.js";
import { compare } from "./compare.js";
import { DiskUse, readableLimit } from "./disk_use.js";
import { Entries, address, ask } from "./entries.js";
import { Filters } from "./filters.js";
import { Grid } from "./grid.js";
import { Viewer } from "./viewer.js";

/** @typedef {import("./entries.js").Run} Run */

const MOST_IN_ADDRESS = 1500; // keys in one address
const HOW = matchMedia("(hover: none)").matches ? "Choose with ✓" : "Choose with ✓, Space or Shift + click";

export class Archive {
  /**
   * @param {HTMLElement} root
   * @param {object} actions
   * @param {import("./viewer.js").Actions["reuse"]} actions.reuse
   * @param {import("./viewer.js").Actions["stage"]} actions.stage
   * @param {() => void} actions.changed  there are more runs, or fewer
   */
  constructor(root, { reuse, stage, changed }) {
    this.root = root;
    this.dialog = find(root, ".em-archive", HTMLDialogElement);
    this.part = (/** @type {string} */ name) => find(root, `.em-archive-${name}`, HTMLElement);
    this.changed = changed;
    this.entries = new Entries();
    this.series = "";
    /** @type {number | null} how many the history has, whatever is looked for */
    this.runs = null;
    /** @type {string[]} the keys of those that Undo brings back */
    this.deleted = [];
    this.grid = new Grid(find(root, ".em-grid", HTMLElement), this.entries, {
      open: (index) => this.#openEntry(index),
      star: (run) => this.star([run], !run.favourite),
      changed: () => this.#describe(),
      remove: (run) => this.remove([run]),
    });
    this.viewer = new Viewer(find(root, ".em-viewer", HTMLDialogElement), this.entries, {
      reuse: (...what) => this.#close(() => reuse(...what)),
      stage: (about) => this.#close(() => stage(about)),
      star: (run) => this.star([alone(run)], !run.favourite),
      remove: (run) => this.remove([alone(run)]),
    });
    this.filters = new Filters(root, () => this.#filter());
    this.use = new DiskUse(root, {
      setLimit: (limit) => this.#setLimit(limit),
      keep: (extra, on) => this.#attempt(() => ask("change.json", { do: extra, on })),
    });
    this.#listen();
  }

  /** @param {string} [key]  of a run that is shown at once */
  async open(key) {
    if (this.series) await this.#openSeries(null);
    else await this.refresh();
    if (!this.dialog.open) this.dialog.showModal();
    this.grid.layout();
    if (key) this.#show(key);
    else this.grid.focus(0);
  }

  /** @param {() => void} work  that is done on the page, so that the drawer is in its way */
  #close(work) {
    for (const dialog of findAll(this.root, "dialog[open]", HTMLDialogElement)) dialog.close();
    work();
  }

  /** @param {string} key  of a run; a filter that hides it is taken away */
  async #show(key) {
    const place = () => this.entries.runs.findIndex((run) => run.key === key);
    if (place() < 0) {
      this.filters.clear();
      await this.#filter();
    }
    if (place() >= 0) this.#openEntry(place());
  }

  /** @param {number} index */
  #openEntry(index) {
    const run = this.entries.runs[index];
    if (run?.many > 1) this.#openSeries(run);
    else this.viewer.show(index);
  }

  /** @param {Run | null} run  one of all that one press painted; null for everything again */
  async #openSeries(run) {
    this.series = run?.series ?? "";
    const line = this.part("series");
    line.hidden = !this.series;
    if (run) find(line, "span", HTMLElement).textContent = `${paintings(run.many)} of one press`;
    await this.#filter();
    if (this.dialog.open) this.grid.focus(0);
  }

  /** Everything as it is on the server now. */
  async refresh() {
    await this.#attempt(async () => {
      this.entries.clear();
      try {
        await this.entries.reach(0);
      } finally {
        this.grid.redraw(); // at once: a click or a key means the entry that is seen
      }
      const about = await ask("about.json");
      this.runs = about.runs;
      this.filters.offer(about);
      this.use.show(about);
    });
    this.#describe();
  }

  #filter() {
    this.entries.filter = { series: this.series, ...this.filters.value };
    this.grid.element.scrollTop = 0;
    return this.refresh();
  }

  #describe() {
    const { total, filtered } = this.entries;
    const chosen = this.grid.chosen.size;
    const runs = filtered ? total : (this.runs ?? total);
    const entries = runs === total ? "" : `, ${total.toLocaleString()} ${total === 1 ? "entry" : "entries"}`;
    this.part("count").textContent = `${paintings(runs)}${filtered ? " found" : entries}`;
    this.part("chosen").textContent = chosen ? `${chosen} chosen` : HOW;
    const button = (/** @type {string} */ name) => find(this.part("batch"), `[data-do=${name}]`, HTMLButtonElement);
    button("compare").disabled = chosen !== 2;
    for (const name of ["favourite", "delete", "clear"]) button(name).disabled = !chosen;
    this.#describeDownload(chosen);
  }

  /** @param {number} chosen  how many are */
  #describeDownload(chosen) {
    const link = find(this.part("batch"), "[data-do=zip]", HTMLAnchorElement);
    const tooMany = chosen > MOST_IN_ADDRESS;
    const some = tooMany ? `Download: at most ${MOST_IN_ADDRESS}` : `Download ${chosen}`;
    link.textContent = chosen ? some : "Download all";
    const { keys, series } = whole([...this.grid.chosen.values()]);
    const those = `keys=${keys.join(",")}&all_of=${series.join(",")}`;
    saveLink(link, address(`pictures.zip?${chosen && !tooMany ? those : this.entries.query()}`));
    link.classList.toggle("em-off", tooMany || !this.entries.total);
  }

  // ---- what a person does

  /**
   * @param {Run[]} runs
   * @param {boolean} on
   */
  async star(runs, on) {
    await this.#attempt(async () => {
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

  /** @param {Run[]} runs */
  async remove(runs) {
    await this.#attempt(async () => {
      /** @type {{ keys: string[] }} */
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
    await this.#attempt(async () => {
      await ask("change.json", { do: "restore", keys: this.deleted });
      this.#say("They are back.");
    });
    await this.refresh();
    this.changed();
  }

  /** @param {number} limit  in MB */
  async #setLimit(limit) {
    await this.#attempt(async () => {
      const { runs } = await ask(`over.json?limit=${limit}`);
      const many =
        runs === 1 ? "the oldest painting that is no favourite" : `the ${runs} oldest paintings that are no favourites`;
      if (runs && !window.confirm(`This limit removes ${many}, for good. Go on?`)) return;
      await ask("change.json", { do: "limit", limit });
      this.#say(`The history may take ${readableLimit(limit)} now.`);
      await this.refresh();
      this.changed();
    });
  }

  /** @param {() => Promise<unknown> | unknown} work  that may fail with a sentence for people */
  async #attempt(work) {
    try {
      await work();
    } catch (error) {
      this.#say(error instanceof Error ? error.message : String(error), { bad: true });
    }
  }

  /** @param {string} text */
  #say(text, { bad = false, undo = /** @type {string[]} */ ([]) } = {}) {
    const line = this.part("told");
    find(line, "span", HTMLElement).textContent = text;
    line.classList.toggle("em-bad", bad);
    this.deleted = undo;
    this.part("undo").hidden = !undo.length;
  }

  #listen() {
    const { root } = this;
    for (const dialog of findAll(root, "dialog", HTMLDialogElement)) {
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog || closest(event, ".em-close")) dialog.close();
      });
    }
    find(this.part("series"), "button", HTMLElement).addEventListener("click", () => this.#openSeries(null));
    this.part("undo").addEventListener("click", () => this.#undo());
    this.part("batch").addEventListener("click", (event) => this.#batch(closest(event, "[data-do]")?.dataset.do));
  }

  /** @param {string | undefined} action  to do with all that are chosen */
  #batch(action) {
    const runs = [...this.grid.chosen.values()];
    if (action === "compare") this.#attempt(() => compare(find(this.root, ".em-pair", HTMLDialogElement), runs));
    if (action === "favourite") this.star(runs, !runs.every(({ favourite }) => favourite));
    if (action === "delete") this.remove(runs);
    if (action === "clear") this.grid.chooseNone();
  }
}

/**
 * How many runs, in words: one painting may be of several pictures.
 *
 * @param {number} count
 */
const paintings = (count) => `${count.toLocaleString()} ${count === 1 ? "painting" : "paintings"}`;

/**
 * A run by itself, also where its entry stands for a whole series.
 *
 * @param {Run} run
 */
const alone = (run) => ({ ...run, many: 1 });

/**
 * What is meant by these entries: runs by key, and all runs of a series where an entry stands for one.
 *
 * @param {Run[]} runs
 */
function whole(runs) {
  return { keys: runs.map(({ key }) => key), series: runs.filter(({ many }) => many > 1).map(({ series }) => series) };
}

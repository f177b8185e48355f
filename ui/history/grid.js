// @ts-check
// A grid of any length: only the cells that are seen, and some around them, are in the document.

import { closest, find, isIn } from "../gradio_kit/elements.js";
import { blankCell, cellOf } from "./cell.js";

/** @typedef {import("./entries.js").Run} Run */

/**
 * What the cells ask for.
 *
 * @typedef {object} Actions
 * @property {(index: number) => void} open
 * @property {(run: Run) => void} star
 * @property {(run: Run) => void} remove
 * @property {() => void} changed  which ones are chosen
 */

const GAP_PX = 10;
const LABEL_PX = 34;
const LEAST_PX = 118;
const AROUND_ROWS = 3;

export class Grid {
  /**
   * @param {HTMLElement} element
   * @param {import("./entries.js").Entries} entries
   * @param {Actions} actions
   */
  constructor(element, entries, actions) {
    this.element = element;
    this.inner = find(element, ".em-grid-inner", HTMLElement);
    this.entries = entries;
    this.actions = actions;
    /** @type {Map<number, HTMLElement>} the cells that are in the document, by their place */
    this.cells = new Map();
    /** @type {Map<string, Run>} */
    this.chosen = new Map();
    this.focused = 0;
    this.columns = 1;
    this.width = 0; // of the grid, of a picture, and the height of a row, in px; 0 before it is seen
    this.side = 0;
    this.row = 0;
    this.waiting = false; // for runs that are on their way
    element.addEventListener("scroll", () => this.draw(), { passive: true });
    element.addEventListener("click", (event) => this.#click(event));
    element.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.layout()).observe(element);
  }

  layout() {
    const width = this.inner.clientWidth;
    if (!width || width === this.width) return;
    this.width = width;
    this.columns = Math.max(2, Math.floor((width + GAP_PX) / (LEAST_PX + GAP_PX)));
    this.side = Math.floor((width - GAP_PX * (this.columns - 1)) / this.columns);
    this.row = this.side + LABEL_PX + GAP_PX;
    this.redraw();
  }

  /** Everything anew, after another filter or a deletion. */
  redraw() {
    const inside = this.element.contains(document.activeElement);
    for (const cell of this.cells.values()) cell.remove();
    this.cells.clear();
    this.draw();
    if (inside) this.cells.get(this.focused)?.focus({ preventScroll: true });
  }

  draw() {
    if (!this.side) return;
    const { total, runs } = this.entries;
    this.inner.style.height = `${Math.ceil(total / this.columns) * this.row}px`;
    const [first, last] = this.#seen();
    for (const [index, cell] of this.cells) {
      if (index >= first && index < last && cell.dataset.key === (runs[index]?.key ?? "")) continue;
      cell.remove();
      this.cells.delete(index);
    }
    for (let index = first; index < last; index += 1) {
      if (!this.cells.has(index)) this.#place(index, runs[index]);
    }
    this.focused = Math.max(0, Math.min(this.focused, total - 1));
    for (const [index, cell] of this.cells) cell.tabIndex = index === this.focused ? 0 : -1;
    if (last > runs.length && this.entries.after !== null) this.#more(last);
  }

  /** The first place that is seen, or nearly, and the one behind the last. */
  #seen() {
    const { scrollTop, clientHeight } = this.element;
    const top = Math.floor(scrollTop / this.row) - AROUND_ROWS;
    const bottom = Math.ceil((scrollTop + clientHeight) / this.row) + AROUND_ROWS;
    return [Math.max(0, top * this.columns), Math.min(this.entries.total, bottom * this.columns)];
  }

  /** @param {number} last */
  async #more(last) {
    if (this.waiting) return;
    this.waiting = true;
    const { runs } = this.entries;
    try {
      await this.entries.reach(Math.min(last, runs.length + 1000) - 1);
    } catch {
      return; // said where the next click asks
    } finally {
      this.waiting = false;
    }
    this.draw();
  }

  /**
   * @param {number} index
   * @param {Run | undefined} run
   */
  #place(index, run) {
    const cell = run ? cellOf(run, this.chosen.has(run.key)) : blankCell();
    cell.dataset.index = String(index);
    cell.setAttribute("aria-setsize", String(this.entries.total));
    cell.setAttribute("aria-posinset", String(index + 1));
    cell.style.width = `${this.side}px`;
    cell.style.setProperty("--em-side", `${this.side}px`);
    const left = (index % this.columns) * (this.side + GAP_PX);
    cell.style.transform = `translate(${left}px, ${Math.floor(index / this.columns) * this.row}px)`;
    this.cells.set(index, cell);
    this.inner.append(cell);
  }

  /**
   * A run looks different now: a favourite, or chosen.
   *
   * @param {Run} run
   */
  refresh(run) {
    for (const cell of this.cells.values()) {
      if (cell.dataset.key !== run.key) continue;
      cell.classList.toggle("em-starred", run.favourite);
      cell.setAttribute("aria-selected", String(this.chosen.has(run.key)));
    }
  }

  /** @param {Run} run */
  choose(run, on = !this.chosen.has(run.key)) {
    if (on) this.chosen.set(run.key, run);
    else this.chosen.delete(run.key);
    this.refresh(run);
    this.actions.changed();
  }

  chooseNone() {
    const runs = [...this.chosen.values()];
    this.chosen.clear();
    for (const run of runs) this.refresh(run);
    this.actions.changed();
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const cell = closest(event, ".em-kept");
    const index = Number(cell?.dataset.index);
    const run = cell && this.entries.runs[index];
    if (!run) return;
    if (isIn(event, ".em-star")) this.actions.star(run);
    else if (event.shiftKey) this.#chooseTo(index);
    else if (isIn(event, ".em-tick")) this.choose(run);
    else this.actions.open(index);
    this.focused = index;
  }

  /** @param {number} index */
  #chooseTo(index) {
    const [from, to] = [Math.min(this.focused, index), Math.max(this.focused, index)];
    for (const run of this.entries.runs.slice(from, to + 1)) this.choose(run, true);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own, such as its search
    const run = this.entries.runs[this.focused];
    const move = this.#moves()[event.key];
    if (move) this.focus(this.focused + move);
    else if (!run) return;
    else if (event.key === "Enter") this.actions.open(this.focused);
    else if (event.key === " ") this.choose(run);
    else if (event.key === "f" || event.key === "F") this.actions.star(run);
    else if (event.key === "Delete") this.actions.remove(run);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @returns {Record<string, number>} by how many places a key moves */
  #moves() {
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.row)) * this.columns;
    return {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -this.columns,
      ArrowDown: this.columns,
      PageUp: -page,
      PageDown: page,
      Home: -1e9,
      End: 1e9,
    };
  }

  /** @param {number} index */
  focus(index) {
    this.focused = Math.max(0, Math.min(this.entries.total - 1, index));
    const top = Math.floor(this.focused / this.columns) * this.row;
    const { scrollTop, clientHeight } = this.element;
    if (top < scrollTop) this.element.scrollTop = top;
    if (top + this.row > scrollTop + clientHeight) this.element.scrollTop = top + this.row - clientHeight;
    this.draw();
    this.cells.get(this.focused)?.focus({ preventScroll: true });
  }
}

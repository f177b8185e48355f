// A grid of any length: only the cells that are seen, and some around them, are in the document.

import { address, when } from "./entries.js";

const GAP_PX = 10;
const LABEL_PX = 34;
const LEAST_PX = 118;
const AROUND_ROWS = 3;

export class Grid {
  /** `open(index)`, `star(run)`, `changed()` (the choice), `remove()` are what the cells ask for. */
  constructor(element, entries, { open, star, changed, remove }) {
    this.element = element;
    this.inner = element.firstElementChild;
    this.entries = entries;
    this.does = { open, star, changed, remove };
    this.cells = new Map();
    this.chosen = new Map();
    this.focused = 0;
    this.columns = 1;
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
    const top = Math.floor(this.element.scrollTop / this.row) - AROUND_ROWS;
    const bottom = Math.ceil((this.element.scrollTop + this.element.clientHeight) / this.row) + AROUND_ROWS;
    const [first, last] = [Math.max(0, top * this.columns), Math.min(total, bottom * this.columns)];
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

  #place(index, run) {
    const cell = run ? cellOf(run, this.chosen.has(run.key)) : blank();
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

  /** A run looks different now: a favourite, or chosen. */
  refresh(run) {
    for (const cell of this.cells.values()) {
      if (cell.dataset.key !== run.key) continue;
      cell.classList.toggle("em-starred", run.favourite);
      cell.setAttribute("aria-selected", String(this.chosen.has(run.key)));
    }
  }

  choose(run, on = !this.chosen.has(run.key)) {
    if (on) this.chosen.set(run.key, run);
    else this.chosen.delete(run.key);
    this.refresh(run);
    this.does.changed();
  }

  chooseNone() {
    const runs = [...this.chosen.values()];
    this.chosen.clear();
    for (const run of runs) this.refresh(run);
    this.does.changed();
  }

  #click(event) {
    const cell = event.target.closest(".em-kept");
    const run = cell && this.entries.runs[Number(cell.dataset.index)];
    if (!run) return;
    const index = Number(cell.dataset.index);
    if (event.target.closest(".em-star")) this.does.star(run);
    else if (event.shiftKey) this.#chooseTo(index);
    else if (event.target.closest(".em-tick")) this.choose(run);
    else this.does.open(index);
    this.focused = index;
  }

  #chooseTo(index) {
    const [from, to] = [Math.min(this.focused, index), Math.max(this.focused, index)];
    for (const run of this.entries.runs.slice(from, to + 1)) this.choose(run, true);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return; // the browser's own, such as its search
    const run = this.entries.runs[this.focused];
    const page = Math.max(1, Math.floor(this.element.clientHeight / this.row)) * this.columns;
    const moves = {
      ArrowLeft: -1,
      ArrowRight: 1,
      ArrowUp: -this.columns,
      ArrowDown: this.columns,
      PageUp: -page,
      PageDown: page,
      Home: -1e9,
      End: 1e9,
    };
    if (event.key in moves) this.focus(this.focused + moves[event.key]);
    else if (!run) return;
    else if (event.key === "Enter") this.does.open(this.focused);
    else if (event.key === " ") this.choose(run);
    else if (event.key === "f" || event.key === "F") this.does.star(run);
    else if (event.key === "Delete") this.does.remove(run);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

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

function blank() {
  const cell = document.createElement("div");
  cell.className = "em-kept em-blank";
  cell.dataset.key = "";
  cell.setAttribute("role", "option");
  return cell;
}

function cellOf(run, chosen) {
  const cell = blank();
  cell.classList.remove("em-blank");
  cell.classList.toggle("em-starred", run.favourite);
  cell.dataset.key = run.key;
  cell.setAttribute("aria-selected", String(chosen));
  const pictures = run.num_images > 1 ? `, ${run.num_images} pictures` : "";
  cell.title = `${run.prompt}\n${when(run.painted_ms)}${pictures}`;
  cell.setAttribute("aria-label", run.prompt || "painted without words");
  const star = part("button", "em-star", "★", "Favourite");
  const tick = part("button", "em-tick", "✓", "Choose");
  const label = part("span", "em-kept-name", run.prompt || "(without words)");
  if (run.many > 1) {
    cell.classList.add("em-many");
    cell.dataset.many = String(run.many);
    cell.setAttribute("aria-label", `${run.many} paintings of one press: ${run.prompt || "painted without words"}`);
  }
  cell.append(pictureOf(run), star, tick, label);
  return cell;
}

export function pictureOf(run) {
  const picture = document.createElement("img");
  picture.alt = "";
  picture.decoding = "async";
  picture.draggable = false;
  picture.src = address(`${run.key}/thumbnail.webp`);
  return picture;
}

function part(tag, name, text, title) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  if (tag === "button") {
    made.type = "button";
    made.tabIndex = -1;
    made.title = title;
    made.setAttribute("aria-label", title);
  }
  return made;
}

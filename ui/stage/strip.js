// @ts-check
// The film strip: one small picture for every step, dragged with mouse or finger, walked with the arrow keys.

import { make } from "../gradio_kit/elements.js";

const CELL_PX = 72;

export class Strip {
  /**
   * @param {HTMLElement} element
   * @param {(index: number) => void} onScrub  the person moves to this step
   */
  constructor(element, onScrub) {
    this.element = element;
    this.onScrub = onScrub;
    /** @type {HTMLCanvasElement[]} */
    this.cells = [];
    this.filled = 0;
    this.cursor = -1;
    this.dragging = false;
    this.#listen();
  }

  /** @param {number} steps */
  reset(steps) {
    const cell = () => make("canvas", { className: "em-cell", width: CELL_PX, height: CELL_PX });
    this.cells = Array.from({ length: steps }, cell);
    this.element.replaceChildren(...this.cells);
    this.element.classList.toggle("em-crowded", steps > 30);
    this.filled = 0;
    this.point(-1);
  }

  /**
   * @param {number} index
   * @param {import("./frames.js").Picture} picture
   */
  fill(index, picture) {
    const cell = this.cells[index];
    if (!cell) return;
    if (picture) drawCover(cell, picture);
    cell.classList.add("em-filled");
    this.filled = Math.max(this.filled, index + 1);
    this.#describe();
  }

  /**
   * Marks the step that the canvas shows.
   *
   * @param {number} index
   */
  point(index) {
    this.cells[this.cursor]?.classList.remove("em-current");
    this.cursor = index;
    this.cells[index]?.classList.add("em-current");
    this.#describe();
  }

  #describe() {
    const { element } = this;
    element.setAttribute("aria-disabled", String(this.filled === 0));
    element.setAttribute("aria-valuemin", this.filled ? "1" : "0");
    element.setAttribute("aria-valuemax", String(this.filled));
    element.setAttribute("aria-valuenow", String(this.cursor + 1));
    element.setAttribute(
      "aria-valuetext",
      this.cursor < 0 ? "no step yet" : `step ${this.cursor + 1} of ${this.cells.length}`,
    );
  }

  /** @param {number} index */
  #scrub(index) {
    if (!this.filled) return;
    this.onScrub(Math.max(0, Math.min(this.filled - 1, index)));
  }

  /** @param {PointerEvent} event */
  #at(event) {
    const box = this.element.getBoundingClientRect();
    return Math.floor(((event.clientX - box.left) / box.width) * this.cells.length);
  }

  #listen() {
    const { element } = this;
    element.addEventListener("pointerdown", (event) => {
      this.dragging = true;
      element.setPointerCapture(event.pointerId);
      this.#scrub(this.#at(event));
    });
    element.addEventListener("pointermove", (event) => {
      if (this.dragging) this.#scrub(this.#at(event));
    });
    for (const name of ["pointerup", "pointercancel"]) {
      element.addEventListener(name, () => (this.dragging = false));
    }
    element.addEventListener("keydown", (event) => {
      if (this.key(event.key)) event.preventDefault();
    });
  }

  /**
   * Moves by a key; true when the key meant something here.
   *
   * @param {string} name
   */
  key(name) {
    const leap = Math.max(1, Math.round(this.cells.length / 5));
    /** @type {Record<string, number>} */
    const moves = {
      ArrowLeft: this.cursor - 1,
      ArrowDown: this.cursor - 1,
      ArrowRight: this.cursor + 1,
      ArrowUp: this.cursor + 1,
      PageDown: this.cursor - leap,
      PageUp: this.cursor + leap,
      Home: 0,
      End: this.filled - 1,
    };
    if (!(name in moves) || !this.filled) return false;
    this.#scrub(moves[name]);
    return true;
  }
}

/**
 * Fills a canvas with the middle of a picture.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {ImageBitmap} picture
 */
export function drawCover(canvas, picture) {
  const context = canvas.getContext("2d");
  if (!context) return;
  const side = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
}

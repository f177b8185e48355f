// @ts-check
// The words on the picture: dragged with the pointer, moved with the arrow keys.

/** @typedef {import("./wish_form.js").WishForm} WishForm */

const STEP = 0.01;
const LONG_STEP = 0.05;
/** @type {Record<string, [number, number]>} */
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * A middle from which nothing of this length is cut off, where there is room for it.
 *
 * @param {number} middle
 * @param {number} length  both as shares of the picture's side
 */
export const within = (middle, length) => (length < 1 ? Math.min(1 - length / 2, Math.max(length / 2, middle)) : 0.5);

export class Lettering {
  /**
   * @param {HTMLElement} handle  over the words
   * @param {HTMLElement} frame  of the picture
   * @param {WishForm} form
   * @param {() => void} changed
   */
  constructor(handle, frame, form, changed) {
    this.handle = handle;
    this.frame = frame;
    this.form = form;
    this.changed = changed;
    this.size = [0, 0]; // width and height, as shares of the picture
    /** @type {{ x: number, y: number, from: { x: number, y: number } } | null} where a drag began */
    this.grip = null;
    handle.addEventListener("pointerdown", (event) => this.#grab(event));
    handle.addEventListener("pointermove", (event) => this.#drag(event));
    for (const end of ["pointerup", "pointercancel"]) handle.addEventListener(end, () => (this.grip = null));
    handle.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {number[]} shares  left, top, width, height as shares of the picture; none where there are no words */
  place(shares) {
    const { handle } = this;
    const wasThere = !handle.hidden;
    handle.hidden = shares.length !== 4;
    if (handle.hidden) {
      if (wasThere && document.activeElement === handle) this.form.field("text").focus();
      return;
    }
    const [left, top, width, height] = shares;
    if (!this.grip) this.#lay(left, top, width, height);
    const { x, y } = this.#middle();
    handle.setAttribute("aria-valuenow", String(Math.round(x * 100)));
    handle.setAttribute(
      "aria-valuetext",
      `${Math.round(x * 100)}% from the left, ${Math.round(y * 100)}% from the top`,
    );
  }

  /**
   * @param {number} left
   * @param {number} top
   * @param {number} width
   * @param {number} height
   */
  #lay(left, top, width, height) {
    this.size = [width, height];
    const places = { left, top, width, height };
    for (const [side, share] of Object.entries(places)) this.handle.style.setProperty(side, `${share * 100}%`);
  }

  #middle() {
    return { x: Number(this.form.value("x")), y: Number(this.form.value("y")) };
  }

  /**
   * @param {number} x
   * @param {number} y
   */
  #move(x, y) {
    const [width, height] = this.size;
    this.form.setValue("x", String(within(x, width)));
    this.form.setValue("y", String(within(y, height)));
    const middle = this.#middle();
    this.#lay(middle.x - width / 2, middle.y - height / 2, width, height);
    this.changed();
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    event.preventDefault();
    this.handle.focus({ preventScroll: true });
    this.handle.setPointerCapture(event.pointerId);
    this.grip = { x: event.clientX, y: event.clientY, from: this.#middle() };
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    if (!this.grip) return;
    const box = this.frame.getBoundingClientRect();
    const { x, y, from } = this.grip;
    this.#move(from.x + (event.clientX - x) / box.width, from.y + (event.clientY - y) / box.height);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const way = WAYS[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    const step = event.shiftKey ? LONG_STEP : STEP;
    const { x, y } = this.#middle();
    this.#move(x + way[0] * step, y + way[1] * step);
  }
}

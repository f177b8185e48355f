// The words on the picture: dragged with the pointer, moved with the arrow keys.

const STEP = 0.01;
const LONG_STEP = 0.05;
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** A middle from which nothing of this length is cut off, where there is room for it. */
const within = (middle, length) => (length < 1 ? Math.min(1 - length / 2, Math.max(length / 2, middle)) : 0.5);

export class Letters {
  constructor(handle, frame, form, changed) {
    Object.assign(this, { handle, frame, form, changed, grip: null });
    handle.addEventListener("pointerdown", (event) => this.#take(event));
    handle.addEventListener("pointermove", (event) => this.#drag(event));
    for (const end of ["pointerup", "pointercancel"]) handle.addEventListener(end, () => (this.grip = null));
    handle.addEventListener("keydown", (event) => this.#key(event));
  }

  /** left, top, width, height as shares of the picture; nothing where there are no words. */
  place(shares) {
    const { handle } = this;
    const had = !handle.hidden;
    handle.hidden = shares.length !== 4;
    if (handle.hidden) {
      if (had && document.activeElement === handle) this.form.elements.text.focus();
      return;
    }
    if (!this.grip) this.#lay(...shares);
    const { x, y } = this.#middle();
    handle.setAttribute("aria-valuenow", String(Math.round(x * 100)));
    handle.setAttribute(
      "aria-valuetext",
      `${Math.round(x * 100)}% from the left, ${Math.round(y * 100)}% from the top`,
    );
  }

  #lay(left, top, width, height) {
    this.size = [width, height];
    const places = { left, top, width, height };
    for (const [side, share] of Object.entries(places)) this.handle.style[side] = `${share * 100}%`;
  }

  #middle() {
    return { x: Number(this.form.elements.x.value), y: Number(this.form.elements.y.value) };
  }

  #move(x, y) {
    const { elements } = this.form;
    const [width, height] = this.size;
    elements.x.value = String(within(x, width));
    elements.y.value = String(within(y, height));
    const middle = this.#middle();
    this.#lay(middle.x - width / 2, middle.y - height / 2, width, height);
    this.changed();
  }

  #take(event) {
    event.preventDefault();
    this.handle.focus({ preventScroll: true });
    this.handle.setPointerCapture(event.pointerId);
    this.grip = { x: event.clientX, y: event.clientY, from: this.#middle() };
  }

  #drag(event) {
    if (!this.grip) return;
    const box = this.frame.getBoundingClientRect();
    const { x, y, from } = this.grip;
    this.#move(from.x + (event.clientX - x) / box.width, from.y + (event.clientY - y) / box.height);
  }

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

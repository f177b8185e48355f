// @ts-check
// The large canvas with its before/after wipe and the quiet noise behind an empty stage.

import { find, findAll } from "../gradio_kit/elements.js";

export class Easel {
  /** @param {HTMLElement} root */
  constructor(root) {
    this.root = root;
    this.frame = find(root, ".em-frame", HTMLElement);
    this.canvas = find(root, ".em-canvas", HTMLCanvasElement);
    this.before = find(root, ".em-before", HTMLCanvasElement);
    this.wipe = find(root, ".em-wipe", HTMLInputElement);
    /** @type {ImageBitmap | null} */
    this.picture = null;
    /** @type {ImageBitmap | null} */
    this.photo = null;
    new ResizeObserver(() => this.#redraw()).observe(this.frame);
    this.wipe.addEventListener("input", () => this.#placeWipe());
    const isEmpty = () => !this.picture && root.dataset.state !== "failed";
    breathe(find(root, ".em-noise", HTMLCanvasElement), isEmpty);
  }

  /**
   * Draws a picture in the place of the one before it, at once, so nothing flickers.
   *
   * @param {ImageBitmap | null} picture
   * @param {string} description
   */
  draw(picture, description) {
    if (!picture) return;
    if (!this.picture || ratio(picture) !== ratio(this.picture)) {
      this.frame.style.setProperty("--em-ratio", String(ratio(picture)));
    }
    this.picture = picture;
    this.root.classList.add("em-painted");
    this.canvas.setAttribute("aria-label", description);
    paint(this.canvas, picture, this.frame);
  }

  clear() {
    this.picture = null;
    this.root.classList.remove("em-painted");
    this.canvas.getContext("2d")?.clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.canvas.setAttribute("aria-label", "The picture, nothing painted yet");
  }

  /** @param {ImageBitmap | null} photo  null for no comparison */
  compareWith(photo) {
    this.photo = photo;
    this.before.hidden = this.wipe.hidden = !photo;
    for (const corner of findAll(this.root, ".em-corner", HTMLElement)) corner.hidden = !photo;
    if (!photo) return;
    paint(this.before, photo, this.frame);
    this.#placeWipe();
  }

  #placeWipe() {
    this.frame.style.setProperty("--em-wipe", `${this.wipe.value}%`);
    this.wipe.setAttribute("aria-valuetext", `${this.wipe.value} percent photo`);
  }

  #redraw() {
    if (this.picture) paint(this.canvas, this.picture, this.frame);
    if (this.photo) paint(this.before, this.photo, this.frame);
  }
}

/** @param {ImageBitmap} picture */
const ratio = (picture) => picture.width / picture.height;

/**
 * @param {HTMLCanvasElement} canvas
 * @param {ImageBitmap} picture
 * @param {HTMLElement} frame
 */
function paint(canvas, picture, frame) {
  const scale = Math.min(2, window.devicePixelRatio || 1);
  const width = Math.max(1, Math.round(frame.clientWidth * scale));
  const height = Math.max(1, Math.round(frame.clientHeight * scale));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  if (!context) return;
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
}

/**
 * Soft moving grain while there is no picture: the noise that every picture starts from.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {() => boolean} wanted
 */
function breathe(canvas, wanted) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const context = canvas.getContext("2d");
  if (!context) return;
  const grain = context.createImageData(canvas.width, canvas.height);
  let last = -1e9;
  const tick = (/** @type {number} */ now) => {
    if (wanted() && now - last > (still.matches ? 1e12 : 140)) {
      last = now;
      fillWithGrain(grain.data);
      context.putImageData(grain, 0, 0);
    }
    setTimeout(() => requestAnimationFrame(tick), 120);
  };
  requestAnimationFrame(tick);
}

/** @param {Uint8ClampedArray} data  RGBA */
function fillWithGrain(data) {
  for (let at = 0; at < data.length; at += 4) {
    const value = 128 + 90 * (Math.random() + Math.random() + Math.random() - 1.5);
    data[at] = value + 14;
    data[at + 1] = value - 6;
    data[at + 2] = value + 4;
    data[at + 3] = 255;
  }
}

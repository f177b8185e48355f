// @ts-check
// The photo as painting will see it: drag it to choose what is cropped, paint over what shall change. Its value is
// {x, y, strokes, keeps, feather}: where the crop lies (0..1), and brush strokes in fractions of the framed picture.

import { find } from "../gradio_kit/elements.js";
import { asRadios, checkRadio } from "../stage/radios.js";
import { layOut, movedCentre } from "./crop.js";
import { MaskTint, copyOf, drawRing, isFar, mapPoints } from "./mask.js";

/** @typedef {import("./crop.js").Centre} Centre */
/** @typedef {import("./crop.js").Frame} Frame */
/** @typedef {import("./crop.js").Point} Point */
/** @typedef {import("./mask.js").Stroke} Stroke */

/** @typedef {Centre & { strokes: Stroke[], keeps: boolean, feather: number }} Value */
/** @typedef {Value & { token: string, photo: string }} Wanted  a framing of earlier, for this photo */
/**
 * @typedef {import("../gradio_kit/component.js").Component<Value, { photo?: string, frame?: Frame, wanted?: Wanted }>}
 *   Component
 */

const NUDGE = 0.04;
/** @type {Record<string, Point>} */
const NUDGES = { ArrowLeft: [-NUDGE, 0], ArrowRight: [NUDGE, 0], ArrowUp: [0, -NUDGE], ArrowDown: [0, NUDGE] };

/** @param {Component} component */
export function mount({ element, props, watch, trigger }) {
  const root = find(element, ".em-framing", HTMLElement);
  const framing = new Framing(root, props, () => trigger("frame", {}));
  watch("photo", () => framing.load());
  watch("frame", () => framing.draw());
  watch("wanted", () => framing.restore());
  return framing;
}

class Framing {
  /**
   * @param {HTMLElement} root
   * @param {Component["props"]} props
   * @param {() => void} send
   */
  constructor(root, props, send) {
    this.root = root;
    this.props = props;
    this.send = send;
    this.part = (/** @type {string} */ name) => find(root, `[data-part="${name}"]`, HTMLElement);
    this.field = (/** @type {string} */ name) => find(root, `[data-part="${name}"]`, HTMLInputElement);
    this.canvas = find(root, "canvas", HTMLCanvasElement);
    this.tint = new MaskTint();
    this.tool = "move";
    /** @type {HTMLImageElement | null} */
    this.photo = null;
    /** @type {Point | null} where the pointer is */
    this.hover = null;
    /** @type {Point | null} where a drag was last */
    this.dragged = null;
    this.restored = ""; // the token of the framing that was put back last
    this.spent = ""; // and that of one whose photo another one has replaced
    /** @type {Centre} */
    this.centre = { x: 0.5, y: 0.5 };
    /** @type {Stroke[]} */
    this.strokes = [];
    /** @type {{ strokes: Stroke[], centre: Centre }[]} */
    this.past = [];
    this.#listenToCanvas();
    this.#listenToTools();
    this.load();
  }

  load() {
    const source = this.props.photo ?? "";
    this.root.hidden = !source;
    Object.assign(this, { centre: { x: 0.5, y: 0.5 }, strokes: [], past: [], photo: null });
    this.choose("move");
    this.keep();
    this.restore();
    if (!source.startsWith("data:image/jpeg;base64,")) return;
    const photo = new Image();
    photo.onload = () => {
      this.photo = photo;
      this.draw();
    };
    photo.src = source;
  }

  /** A framing of earlier, once its photo is here, and no longer after another one has come. */
  restore() {
    const { wanted } = this.props;
    if (!wanted?.token || wanted.token === this.spent) return;
    if (wanted.photo !== this.props.photo) {
      if (wanted.token === this.restored) this.spent = wanted.token;
      return;
    }
    this.restored = wanted.token;
    this.centre = { x: wanted.x, y: wanted.y };
    this.strokes = copyOf(wanted.strokes);
    this.past = [];
    this.field("keeps").checked = wanted.keeps;
    this.field("feather").value = String(wanted.feather * 100);
    this.draw();
    this.keep();
  }

  get radius() {
    return Number(this.field("size").value) / 100;
  }

  get feather() {
    return Number(this.field("feather").value) / 100;
  }

  draw() {
    const pen = this.canvas.getContext("2d");
    if (!this.photo || !pen) return;
    const { w, h, left, top, photoW, photoH, freeX, freeY } = layOut(this.props.frame, this.photo, this.centre);
    const { told: words = "" } = this.props.frame ?? {};
    this.part("told").textContent = words;
    this.part("told").hidden = !words;
    Object.assign(this.canvas, { width: w, height: h });
    this.canvas.style.aspectRatio = `${w} / ${h}`;
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, w, h);
    pen.drawImage(this.photo, left, top, photoW, photoH);
    if (this.strokes.some((stroke) => !stroke.erases)) this.#drawMask(pen);
    if (this.hover && this.tool !== "move") drawRing(pen, this.hover, this.radius);
    this.root.dataset.movable = String(Math.abs(freeX) > 1 || Math.abs(freeY) > 1);
    this.#button("undo").disabled = !this.past.length;
    this.#button("clear").disabled = !this.strokes.length;
  }

  /**
   * What will be repainted, in the page's accent colour.
   *
   * @param {CanvasRenderingContext2D} pen
   */
  #drawMask(pen) {
    const colour = getComputedStyle(this.root).getPropertyValue("--em-accent") || "#c2410c";
    this.tint.draw(pen, this.strokes, { keeps: this.field("keeps").checked, feather: this.feather, colour });
  }

  /** @param {string} name */
  #button(name) {
    return find(this.root, `[data-part="${name}"]`, HTMLButtonElement);
  }

  // ---- changing

  remember() {
    this.past.push({ strokes: copyOf(this.strokes), centre: { ...this.centre } });
  }

  undo() {
    const before = this.past.pop();
    if (!before) return;
    Object.assign(this, before);
    this.draw();
    this.say();
  }

  clear() {
    this.remember();
    this.strokes = [];
    this.draw();
    this.say();
  }

  /**
   * Moves the photo under the frame by fractions of it, and what was painted on it along.
   *
   * @param {Point} by
   */
  move([across, down]) {
    if (!this.photo) return;
    const before = layOut(this.props.frame, this.photo, this.centre);
    this.centre = movedCentre(this.centre, before, across, down);
    const after = layOut(this.props.frame, this.photo, this.centre);
    const [x, y] = [(after.left - before.left) / after.w, (after.top - before.top) / after.h];
    this.strokes = mapPoints(this.strokes, ([px, py]) => [px + x, py + y]);
    this.draw();
  }

  /** Keeps the value for whoever asks next. */
  keep() {
    const near = (/** @type {number} */ value) => Math.round(value * 1e4) / 1e4;
    this.props.value = {
      x: near(this.centre.x),
      y: near(this.centre.y),
      strokes: mapPoints(this.strokes, ([x, y]) => [near(x), near(y)]),
      keeps: this.field("keeps").checked,
      feather: this.feather,
    };
  }

  /** And tells the page that it changed. */
  say() {
    this.keep();
    this.send();
  }

  /** @param {string} tool */
  choose(tool) {
    this.tool = tool;
    this.root.dataset.tool = tool;
    checkRadio(this.part("tools"), (button) => button.dataset.tool === tool);
    this.draw();
  }

  // ---- hands

  #listenToCanvas() {
    const { canvas } = this;
    canvas.addEventListener("pointerdown", (event) => this.#grab(event));
    canvas.addEventListener("pointermove", (event) => this.#drag(event));
    for (const name of ["pointerup", "pointercancel"]) {
      canvas.addEventListener(name, () => {
        if (this.dragged) this.say();
        this.dragged = null;
      });
    }
    canvas.addEventListener("pointerleave", () => {
      this.hover = null;
      this.draw();
    });
    canvas.addEventListener("keydown", (event) => this.#key(event));
  }

  #listenToTools() {
    this.part("undo").addEventListener("click", () => this.undo());
    this.part("clear").addEventListener("click", () => this.clear());
    for (const name of ["size", "feather"]) this.part(name).addEventListener("input", () => this.draw());
    for (const name of ["feather", "keeps"]) {
      this.part(name).addEventListener("change", () => {
        this.draw();
        this.say();
      });
    }
    asRadios(this.part("tools"), (button) => this.choose(button.dataset.tool ?? "move"));
  }

  /**
   * @param {PointerEvent} event
   * @returns {Point}
   */
  #place(event) {
    const box = this.canvas.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  }

  /** @param {PointerEvent} event */
  #grab(event) {
    if (event.button || !this.photo) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.dragged = this.#place(event);
    this.remember();
    if (this.tool === "move") return;
    this.strokes.push({ points: [this.dragged], radius: this.radius, erases: this.tool === "erase" });
    this.draw();
  }

  /** @param {PointerEvent} event */
  #drag(event) {
    const here = this.#place(event);
    this.hover = here;
    const from = this.dragged;
    if (from && this.tool === "move") {
      this.move([here[0] - from[0], here[1] - from[1]]);
      this.dragged = here;
    } else if (from && isFar(from, here, this.radius / 4)) {
      this.strokes.at(-1)?.points.push(here);
      this.dragged = here;
    }
    this.draw();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const by = NUDGES[event.key];
    if ((event.ctrlKey || event.metaKey) && event.key === "z") this.undo();
    else if (by) {
      this.remember();
      this.move(by);
      this.say();
    } else if (event.key === "[" || event.key === "]") this.#resize(event.key === "]" ? 1 : -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {number} by */
  #resize(by) {
    const size = this.field("size");
    size.value = String(Number(size.value) + by);
    this.draw();
  }
}

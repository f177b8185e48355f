// @ts-check
// The mask that a person paints over a photo: its strokes, and how they look on the canvas.

/** @typedef {import("./crop.js").Point} Point */
/** @typedef {{ points: Point[], radius: number, erases: boolean }} Stroke  radius: a fraction of the shorter side */

const SHOWN_ALPHA = 0.55;

/**
 * @param {Stroke[]} strokes
 * @returns {Stroke[]}
 */
export const copyOf = (strokes) => strokes.map((stroke) => ({ ...stroke, points: [...stroke.points] }));

/**
 * The strokes with each of their points elsewhere.
 *
 * @param {Stroke[]} strokes
 * @param {(point: Point) => Point} place
 * @returns {Stroke[]}
 */
export const mapPoints = (strokes, place) => strokes.map((stroke) => ({ ...stroke, points: stroke.points.map(place) }));

/**
 * Whether two points are this far from each other.
 *
 * @param {Point} from
 * @param {Point} to
 * @param {number} least
 */
export const isFar = ([x, y], [toX, toY], least) => Math.hypot(toX - x, toY - y) >= least;

/** Draws what will be repainted over a canvas. */
export class MaskTint {
  constructor() {
    this.canvas = document.createElement("canvas");
  }

  /**
   * @param {CanvasRenderingContext2D} pen
   * @param {Stroke[]} strokes
   * @param {object} look
   * @param {boolean} look.keeps  what is painted over is kept, and the rest repainted
   * @param {number} look.feather  a fraction of the shorter side
   * @param {string} look.colour
   */
  draw(pen, strokes, { keeps, feather, colour }) {
    const { width: w, height: h } = pen.canvas;
    Object.assign(this.canvas, { width: w, height: h });
    const ink = this.canvas.getContext("2d");
    if (!ink) return;
    ink.lineCap = ink.lineJoin = "round";
    for (const stroke of strokes) sweep(ink, stroke, w, h);
    if (keeps) {
      ink.globalCompositeOperation = "xor";
      ink.fillRect(0, 0, w, h);
    }
    ink.globalCompositeOperation = "source-in";
    ink.fillStyle = colour;
    ink.fillRect(0, 0, w, h);
    pen.save();
    pen.globalAlpha = SHOWN_ALPHA;
    if (feather) pen.filter = `blur(${(feather * Math.min(w, h)) / 2}px)`;
    pen.drawImage(this.canvas, 0, 0);
    pen.restore();
  }
}

/**
 * @param {CanvasRenderingContext2D} ink
 * @param {Stroke} stroke
 * @param {number} w
 * @param {number} h
 */
function sweep(ink, { points, radius, erases }, w, h) {
  ink.globalCompositeOperation = erases ? "destination-out" : "source-over";
  ink.lineWidth = 2 * radius * Math.min(w, h);
  ink.beginPath();
  ink.moveTo(points[0][0] * w, points[0][1] * h);
  for (const [x, y] of points.length > 1 ? points.slice(1) : points) ink.lineTo(x * w + 0.01, y * h);
  ink.stroke();
}

/**
 * The ring of the brush.
 *
 * @param {CanvasRenderingContext2D} pen
 * @param {Point} middle
 * @param {number} radius  a fraction of the shorter side
 */
export function drawRing(pen, [x, y], radius) {
  const { width: w, height: h } = pen.canvas;
  for (const [strokeStyle, lineWidth] of /** @type {const} */ ([
    ["#fff", 3],
    ["#000", 1],
  ])) {
    pen.beginPath();
    pen.arc(x * w, y * h, radius * Math.min(w, h), 0, 7);
    Object.assign(pen, { strokeStyle, lineWidth });
    pen.stroke();
  }
}

// @ts-check
// How much of the person's own photo survives the noise at the chosen strength, and where on the noise curve that is.
// The line on the curve can be dragged; for the keyboard there is the Strength slider, which this moves.

import { find } from "../gradio_kit/elements.js";

/**
 * @typedef {object} Survival
 * @property {string} [line]
 * @property {string} [picture]  a JPEG as an address that holds it
 * @property {number[]} [curve]  how much of the photo is left from the first step to the last, 1 to 0
 * @property {number} [strength]
 * @property {number} [entry]  where painting begins on the curve, 0 to 1
 */

const WIDTH = 200;
const HEIGHT = 64;
const MIN_STRENGTH = 0.05;

/** @param {import("../gradio_kit/component.js").Component<Survival>} component */
export function mount({ element, props, watch }) {
  const picture = find(element, "img", HTMLImageElement);
  const line = find(element, "p", HTMLElement);
  const graph = find(element, "svg", SVGElement);
  const ends = find(element, ".em-curve-ends", HTMLElement);
  const update = () => {
    const { line: words = "", picture: source = "", curve = [], strength = 0, entry = 0 } = props.value ?? {};
    line.textContent = words;
    picture.hidden = !source;
    if (source.startsWith("data:image/jpeg;base64,")) picture.src = source;
    graph.toggleAttribute("hidden", curve.length < 2);
    ends.hidden = curve.length < 2;
    if (curve.length > 1) draw(graph, curve, strength, entry);
  };
  graph.addEventListener("pointerdown", (event) => {
    graph.setPointerCapture(event.pointerId);
    drag(graph, event);
  });
  graph.addEventListener("pointermove", (event) => {
    if (graph.hasPointerCapture(event.pointerId)) drag(graph, event);
  });
  watch("value", update);
  update();
}

/**
 * The whole curve, and the part of it that will be painted back: `entry` of the way.
 *
 * @param {SVGElement} graph
 * @param {number[]} curve
 * @param {number} strength
 * @param {number} entry
 */
function draw(graph, curve, strength, entry) {
  const last = curve.length - 1;
  const across = (/** @type {number} */ place) => ((place / last) * WIDTH).toFixed(1);
  const point = (/** @type {number} */ place) =>
    `${across(place)} ${((1 - curve[place]) * (HEIGHT - 4) + 2).toFixed(1)}`;
  const places = curve.map((_, place) => place);
  find(graph, ".em-curve-all", SVGElement).setAttribute("d", `M${places.map(point).join("L")}`);
  const run = places.filter((place) => place / last <= entry + 1e-9);
  const area = `M0 ${HEIGHT}L${run.map(point).join("L")}L${across(run.length - 1)} ${HEIGHT}Z`;
  find(graph, ".em-curve-run", SVGElement).setAttribute("d", area);
  const entryLine = find(graph, ".em-curve-entry", SVGElement);
  for (const end of ["x1", "x2"]) entryLine.setAttribute(end, String(strength * WIDTH));
}

/**
 * @param {SVGElement} graph
 * @param {PointerEvent} event
 */
function drag(graph, event) {
  const box = graph.getBoundingClientRect();
  const part = (event.clientX - box.left) / box.width;
  const strength = Math.round(Math.max(MIN_STRENGTH, Math.min(1, part)) * 20) / 20;
  /** @type {HTMLInputElement | null} */
  const field = document.querySelector("#strength input[type=number]");
  if (!field || Number(field.value) === strength) return;
  field.value = String(strength);
  for (const name of ["input", "change", "blur"]) field.dispatchEvent(new Event(name, { bubbles: true }));
}

// @ts-check
// Where the guidance scale suits the chosen style: a band on the slider's own track, and a line about it.
//   The value: {low, high, name, mixed}, or nothing for a style that does not say.

import { find } from "../gradio_kit/elements.js";

/** @typedef {{ low?: number, high?: number, name?: string, mixed?: boolean }} Suits */

const LOOKED_EVERY_MS = 200;
const near = (/** @type {number} */ value) => String(Math.round(value * 10) / 10);

/** @returns {HTMLInputElement | null} none where the model has no guidance */
const slider = () => document.querySelector("#guidance input[type=range]");

/** @param {import("../gradio_kit/component.js").Component<Suits>} component */
export function mount({ element, props, watch }) {
  const line = find(element, ".em-suits", HTMLElement);
  /** @type {HTMLInputElement | null} */
  let marked = null;
  const update = () => {
    marked = slider();
    if (marked) follow(marked, update);
    const { low = NaN, high = NaN, name = "", mixed = false } = props.value ?? {};
    const known = Number.isFinite(low) && Number.isFinite(high);
    marked?.classList.toggle("em-banded", known);
    line.hidden = !marked || !known;
    if (marked && known) say(line, marked, low, high, mixed ? "this mix" : `“${name}”`);
  };
  watch("value", update);
  // Gradio makes the slider anew where a model with guidance follows one without.
  setInterval(() => slider() !== marked && update(), LOOKED_EVERY_MS);
  update();
}

/**
 * @param {HTMLElement} line
 * @param {HTMLInputElement} range
 * @param {number} low
 * @param {number} high
 * @param {string} whose
 */
function say(line, range, low, high, whose) {
  const [least, most, value] = [Number(range.min), Number(range.max), Number(range.value)];
  const share = (/** @type {number} */ place) => String((place - least) / (most - least));
  range.style.setProperty("--em-from", share(low));
  range.style.setProperty("--em-to", share(high));
  const tone = value < low ? "low" : value > high ? "high" : "within";
  const text = words(value, tone, `${near(low)} to ${near(high)}`, whose);
  if (line.textContent !== text) line.textContent = text;
  line.dataset.tone = tone;
}

/**
 * @param {number} value
 * @param {"low" | "high" | "within"} tone
 * @param {string} range
 * @param {string} whose
 */
function words(value, tone, range, whose) {
  if (tone === "low")
    return `${near(value)} is below what suits ${whose}, ${range}: the words and the style may hardly show.`;
  if (tone === "high") return `${near(value)} is above what suits ${whose}, ${range}: colours may burn out.`;
  return `The marked part, ${range}, usually suits ${whose} best.`;
}

/** @type {WeakSet<HTMLInputElement>} */
const followed = new WeakSet();

/**
 * Gradio writes how full the track is into the slider's style, whoever moved it.
 *
 * @param {HTMLInputElement} range
 * @param {() => void} update
 */
function follow(range, update) {
  if (followed.has(range)) return;
  followed.add(range);
  let last = range.value;
  new MutationObserver(() => {
    if (range.value === last) return;
    last = range.value;
    update();
  }).observe(range, { attributes: true, attributeFilter: ["style"] });
  range.addEventListener("input", update);
}

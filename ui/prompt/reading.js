// @ts-check
// What the model will read: the final prompt with its marks and what the style added, and how many tokens it is.
//   One that is read in several windows has a mark where each begins.
//   Of a mix every style's own final prompt, the heaviest first.

import { find, make } from "../gradio_kit/elements.js";

/** @typedef {"style" | "seed" | "photo"} Source  of words that were added */

/**
 * @typedef {object} Span
 * @property {string} text
 * @property {"unread" | "unknown" | null} [mark]
 * @property {Source | null} [added]
 * @property {number} [weight]
 * @property {number} [window]  from 0
 */
/** @typedef {{ title?: string, spans?: Span[], windows?: number }} Prompt */
/**
 * @typedef {Prompt & { count?: number, limit?: number, unknown?: number, mix?: Prompt[] | null, left_open?: string[] }}
 *   Reading
 */

/** @type {Record<Source, [className: string, title: string]>} */
const ADDED = {
  style: ["em-added", "Added by the style"],
  seed: ["em-chance", "Chosen by the seed"],
  photo: ["em-chance", "Added because there is a photo"],
};
const WORDLESS = "No words: the model paints whatever comes out of the noise.";

/** @param {import("../gradio_kit/component.js").Component<Reading>} component */
export function mount({ element, props, watch }) {
  const text = find(element, ".em-final", HTMLElement);
  const count = find(element, ".em-tokens", HTMLElement);
  const remark = find(element, ".em-remark", HTMLElement);
  const update = () => {
    const reading = props.value ?? {};
    const { count: tokens = 0, limit = 0, windows = 1, mix = null } = reading;
    text.replaceChildren(...(mix ? mix.map(line) : pieces(reading)));
    find(element, ".em-reading", HTMLElement).classList.toggle("em-wordless", tokens === 0);
    if (tokens === 0 && !mix) text.textContent = WORDLESS;
    const whole = windows > 1;
    const size = whole ? `${tokens} tokens in ${windows} parts` : `${tokens} of ${limit} tokens`;
    count.textContent = limit ? size : "";
    count.classList.toggle("em-over", tokens > limit && limit > 0 && !whole);
    remark.replaceChildren(...remarks(reading));
  };
  watch("value", update);
  update();
}

/** @param {Reading} reading */
function remarks(reading) {
  const { unknown = 0, limit = 0, mix, left_open: open = [] } = reading;
  const prompts = mix ?? [reading];
  const added = new Set(prompts.flatMap(({ spans = [] }) => spans.map((span) => span.added)));
  const each = "each part is read by itself, and painted from all of them.";
  /** @type {[wanted: boolean, className: string, text: string][]} */
  const lines = [
    [prompts.some(({ windows = 1 }) => windows > 1), "em-parted", `This model reads ${limit} tokens at once: ${each}`],
    [added.has("style"), "em-added", "Words in this colour come from the style."],
    [added.has("seed"), "em-chance", "Words in this colour are chosen by the seed, for what you leave open."],
    [added.has("photo"), "em-chance", "Words in this colour tell the model that there is a photo."],
    [open.length > 0, "em-chance em-open", `Left open, and chosen by the seed that is drawn: ${open.join(", ")}.`],
    [unknown > 0, "", `${unknown} ${unknown === 1 ? "word" : "words"} this model never saw.`],
  ];
  return lines.filter(([wanted]) => wanted).map(([, className, text]) => piece("span", className, text));
}

/**
 * One style of a mix: its share and name, then its prompt.
 *
 * @param {Prompt} prompt
 */
function line(prompt) {
  const row = piece("span", "em-mixed", "");
  row.append(piece("b", "", prompt.title ?? ""), " ", ...pieces(prompt));
  return row;
}

/** @param {Prompt} prompt */
function pieces({ spans = [], windows = 1 }) {
  let cut = false;
  let next = 0;
  /** @type {HTMLElement[]} */
  const found = [];
  for (const span of spans) {
    const { window: place = 0 } = span;
    if (windows > 1 && place >= next) {
      next = place + 1;
      found.push(piece("span", "em-window", `part ${next} of ${windows}`));
    }
    if (span.mark === "unread" && !cut) {
      cut = true;
      found.push(piece("span", "em-stop", "stops reading here"));
    }
    found.push(words(span));
  }
  return found;
}

/** @param {Span} span */
function words({ text, mark, added, weight = 1 }) {
  const classes = [mark && `em-${mark}`, added && ADDED[added][0], weight > 1 && "em-heavy", weight < 1 && "em-light"];
  const shown = piece(mark === "unknown" ? "u" : "span", classes.filter(Boolean).join(" "), text);
  if (mark === "unknown") shown.title = "This model never saw this word";
  else if (added) shown.title = ADDED[added][1];
  if (weight !== 1) weigh(shown, weight);
  return shown;
}

/**
 * Shows a weight: bolder or fainter words, and the number beside them.
 *
 * @param {HTMLElement} shown
 * @param {number} weight
 */
function weigh(shown, weight) {
  shown.style.fontWeight = String(Math.max(200, Math.min(700, Math.round(400 * weight))));
  shown.append(piece("sup", "em-times", `×${Math.round(weight * 100) / 100}`));
}

/**
 * @param {"span" | "b" | "u" | "sup"} tag
 * @param {string} className  "" for none
 * @param {string} textContent
 */
const piece = (tag, className, textContent) => make(tag, className ? { className, textContent } : { textContent });

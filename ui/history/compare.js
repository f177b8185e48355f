// @ts-check
// Two runs of the history beside each other; facts that differ are marked.

import { find, make } from "../gradio_kit/elements.js";
import { address, ask, when } from "./entries.js";
import { fillFacts } from "../stage/facts.js";

/** @typedef {import("./entries.js").Run} Run */
/** @typedef {import("../stage/facts.js").Facts} Facts */

/**
 * @param {HTMLDialogElement} dialog
 * @param {Run[]} runs  two of them
 */
export async function compare(dialog, runs) {
  const facts = await Promise.all(
    runs.map(({ key }) => ask(`${key}/settings.json`).then((about) => about.facts ?? {})),
  );
  const sides = runs.map((run, place) => sideOf(run, facts[place], facts[1 - place]));
  find(dialog, ".em-pair-body", HTMLElement).replaceChildren(...sides);
  dialog.showModal();
}

/**
 * @param {Run} run
 * @param {Facts} facts
 * @param {Facts} other
 */
function sideOf(run, facts, other) {
  const file = run.num_images > 1 ? `${run.key}/thumbnail.webp` : `${run.key}/0.png`;
  const picture = make("img", { src: address(file), alt: run.prompt });
  const list = make("dl", { className: "em-viewer-facts" });
  const isMarked = (/** @type {string} */ name, /** @type {string | number} */ value) =>
    name !== "Painted" && other[name] !== value;
  fillFacts(list, { Painted: when(run.painted_ms), ...facts }, isMarked);
  return make("figure", {}, picture, list);
}

// @ts-check
// What a picture was painted from, as rows of a list.

import { make } from "../gradio_kit/elements.js";

/** @typedef {Record<string, string | number>} Facts  what a picture was painted from, named as on the page */

/**
 * @param {HTMLElement} list
 * @param {Facts} facts
 * @param {(name: string, value: string | number) => boolean} isMarked
 */
export function fillFacts(list, facts, isMarked = () => false) {
  const rows = Object.entries(facts).map(([name, value]) => {
    const row = make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: String(value) }));
    if (isMarked(name, value)) row.className = "em-differs";
    return row;
  });
  list.replaceChildren(...rows);
}

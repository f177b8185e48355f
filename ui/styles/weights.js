// @ts-check
// The shares of a mix: one slider a style, and what share of the whole it comes to.

import { find, findAll, make } from "../gradio_kit/elements.js";
import { MOST_MIXED, parts } from "./mix.js";

/** @typedef {import("./mix.js").Share} Share */

export class Weights {
  /**
   * @param {HTMLElement} element
   * @param {(shares: Share[]) => void} change
   */
  constructor(element, change) {
    this.element = element;
    this.change = change;
    this.shown = "";
    /** @type {Share[]} */
    this.shares = [];
  }

  /**
   * @param {Share[]} shares  none for no mix
   * @param {(key: string) => string} name  what a style is called
   */
  show(shares, name) {
    this.element.hidden = shares.length === 0;
    const shown = JSON.stringify(shares.map(({ key }) => [key, name(key)]));
    if (shown !== this.shown) {
      this.shown = shown;
      this.element.replaceChildren(...shares.map(({ key }) => this.#row(key, name(key))), hint(shares.length));
    }
    this.shares = shares.map((share) => ({ ...share }));
    for (const [index, input] of this.#inputs().entries()) {
      if (input !== document.activeElement) input.value = String(shares[index].weight);
    }
    this.#describe();
  }

  #inputs() {
    return findAll(this.element, "input", HTMLInputElement);
  }

  /**
   * @param {string} key
   * @param {string} name
   */
  #row(key, name) {
    const input = make("input", { type: "range", min: "0", max: "1", step: "0.05" });
    input.setAttribute("aria-label", `Weight of ${name}`);
    input.addEventListener("input", () => {
      const weight = Number(input.value);
      this.shares = this.shares.map((share) => (share.key === key ? { key, weight } : share));
      this.#describe();
    });
    input.addEventListener("change", () => this.change(this.shares));
    const title = make("span", { textContent: name });
    return make("label", { className: "em-weight" }, title, input, make("output"));
  }

  #describe() {
    const shares = parts(this.shares.map(({ weight }) => weight));
    for (const [index, input] of this.#inputs().entries()) {
      const percent = `${Math.round(100 * shares[index])}%`;
      find(/** @type {HTMLElement} */ (input.parentElement), "output", HTMLOutputElement).textContent = percent;
      input.setAttribute("aria-valuetext", percent);
    }
  }
}

/** @param {number} count */
function hint(count) {
  const text =
    count < 2
      ? `Choose up to ${MOST_MIXED} cards. “As written” makes a style weaker.`
      : "What each style's prompt means to the model is averaged by these shares.";
  return make("p", { className: "em-help", textContent: text });
}

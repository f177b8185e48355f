// @ts-check
// Trying styles: the button that says how many, how far it is, and whether there is room for it.

import { find } from "../gradio_kit/elements.js";

/** @typedef {{ done?: number, total?: number, text?: string }} Progress */

const HINT_MS = 6000;

export class Trying {
  /**
   * @param {HTMLElement} root
   * @param {(keys: string[]) => void} paint  what to do with the keys of the styles to try; none means all
   */
  constructor(root, paint) {
    this.button = find(root, "button", HTMLButtonElement);
    this.line = find(root, "span", HTMLElement);
    this.bar = find(root, "progress", HTMLProgressElement);
    this.paint = paint;
    /** @type {string[] | null} */
    this.keys = null;
    this.button.addEventListener("click", () => this.try(this.keys ?? []));
  }

  /** @param {string[]} keys  none for all styles */
  try(keys) {
    if (this.isFree()) this.paint(keys);
  }

  /**
   * What the cards show: their keys, or null for all that there are.
   *
   * @param {string[] | null} keys
   */
  offer(keys) {
    this.keys = keys;
    const count = keys?.length ?? 0;
    this.button.disabled = keys?.length === 0;
    const these = count === 1 ? "Try this style" : `Try these ${count} styles`;
    this.button.textContent = count ? these : "Try all styles";
  }

  /** @param {Progress} progress */
  show({ done = 0, total = 0, text = "" }) {
    this.line.textContent = text;
    this.bar.hidden = !total;
    Object.assign(this.bar, { max: Math.max(1, total), value: done });
  }

  /** Whether nothing of this page is painted just now; else says what to do. */
  isFree() {
    const generate = document.querySelector("#generate");
    const busy = generate instanceof HTMLButtonElement && generate.disabled;
    if (busy && this.bar.hidden) {
      this.line.textContent = "Wait until this painting is done, or press Stop first.";
      setTimeout(() => this.bar.hidden && (this.line.textContent = ""), HINT_MS);
    }
    return !busy;
  }
}

// @ts-check
// The room that the history takes on the disk, its limit, and what is kept beside the pictures.

import { readableBytes } from "../gradio_kit/bytes.js";
import { find } from "../gradio_kit/elements.js";

/** @typedef {"steps" | "photos"} Extra  what is kept beside the pictures */
/** @typedef {{ bytes: number, limit_bytes: number } & Record<Extra, boolean>} Use */

const MB = 1e6;
const EXTRAS = /** @type {const} */ (["steps", "photos"]);

export class DiskUse {
  /**
   * @param {HTMLElement} root
   * @param {object} actions
   * @param {(limit: number) => void} actions.setLimit  in MB
   * @param {(extra: Extra, on: boolean) => void} actions.keep
   */
  constructor(root, { setLimit, keep }) {
    this.line = find(root, ".em-use-line", HTMLElement);
    this.bar = find(root, ".em-use-bar", HTMLProgressElement);
    this.limit = find(root, "[name=limit]", HTMLInputElement);
    this.boxes = {
      steps: find(root, "[name=steps]", HTMLInputElement),
      photos: find(root, "[name=photos]", HTMLInputElement),
    };
    find(root, ".em-limit", HTMLFormElement).addEventListener("submit", (event) => {
      event.preventDefault();
      setLimit(Math.round(Number(this.limit.value)));
    });
    for (const extra of EXTRAS) {
      const box = this.boxes[extra];
      box.addEventListener("change", () => keep(extra, box.checked));
    }
  }

  /** @param {Use} use */
  show(use) {
    this.line.textContent = `${readableBytes(use.bytes)} of ${readableBytes(use.limit_bytes)} taken`;
    this.bar.value = Math.min(1, use.bytes / use.limit_bytes);
    if (document.activeElement !== this.limit) this.limit.value = String(Math.round(use.limit_bytes / MB));
    for (const extra of EXTRAS) this.boxes[extra].checked = use[extra];
  }
}

/**
 * @param {number} limit  in MB
 */
export const readableLimit = (limit) => readableBytes(limit * MB);

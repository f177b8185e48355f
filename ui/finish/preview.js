// @ts-check
// The picture as it would be. Only the newest wish is asked for: while one is on its way, later ones replace each other.

import { find, findAll } from "../gradio_kit/elements.js";

/** @typedef {{ refused: string } | { refused?: undefined, lettering: number[] }} Shown  `lettering`: see lettering.js */

export class Preview {
  /**
   * @param {HTMLElement} root
   * @param {(shown: Shown) => void} onShown
   */
  constructor(root, onShown) {
    this.picture = find(root, ".em-finish-picture", HTMLImageElement);
    this.shirts = findAll(root, ".em-shirt image", SVGElement);
    this.root = root;
    this.onShown = onShown;
    /** @type {string | null} */
    this.wanted = null;
    this.busy = false;
    this.url = "";
  }

  /** @param {string} address */
  async show(address) {
    this.wanted = address;
    if (this.busy) return;
    this.busy = true;
    this.root.classList.add("em-finishing");
    while (this.wanted) {
      const next = this.wanted;
      this.wanted = null;
      await this.#fetch(next);
    }
    this.busy = false;
    this.root.classList.remove("em-finishing");
  }

  /** @param {string} address */
  async #fetch(address) {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return this.onShown({ refused: "The picture cannot be reached any more. Paint it again." });
    if (answer.headers.get("content-type")?.startsWith("application/json")) {
      return this.onShown({ refused: (await answer.json()).message });
    }
    const lettering = (answer.headers.get("x-lettering") || "").split(",").filter(Boolean).map(Number);
    await this.#draw(URL.createObjectURL(await answer.blob()));
    this.root.dataset.shown = address;
    this.onShown({ lettering });
  }

  /**
   * Decoded before it is drawn, so that nothing flickers.
   *
   * @param {string} url
   */
  async #draw(url) {
    const fresh = new Image();
    fresh.src = url;
    await fresh.decode().catch(() => null);
    this.picture.src = url;
    this.picture.style.aspectRatio = `${fresh.naturalWidth} / ${fresh.naturalHeight}`;
    for (const shirt of this.shirts) shirt.setAttribute("href", url);
    const before = this.url;
    this.url = url;
    // What still shows it may be drawing.
    if (before) setTimeout(() => URL.revokeObjectURL(before), 1000);
  }
}

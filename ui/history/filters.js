// @ts-check
// What of the history is looked for: words, a style, a model, favourites only.

import { find, make } from "../gradio_kit/elements.js";

const TYPING_MS = 180;
const MENUS = /** @type {const} */ (["preset", "model"]);
const ALL = { preset: "All styles", model: "All models" };

export class Filters {
  /**
   * @param {HTMLElement} root
   * @param {() => void} changed
   */
  constructor(root, changed) {
    this.text = find(root, "[name=text]", HTMLInputElement);
    this.menus = {
      preset: find(root, "select[name=preset]", HTMLSelectElement),
      model: find(root, "select[name=model]", HTMLSelectElement),
    };
    this.favourites = find(root, ".em-archive-favourites", HTMLElement);
    let typing = 0;
    this.text.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(changed, TYPING_MS);
    });
    for (const name of MENUS) this.menus[name].addEventListener("change", changed);
    this.favourites.addEventListener("click", () => {
      this.#setFavourites(!this.#favouritesOnly());
      changed();
    });
  }

  /** @returns {Omit<import("./entries.js").Filter, "series">} */
  get value() {
    const { preset, model } = this.menus;
    const favourites = this.#favouritesOnly() ? "1" : "";
    return { text: this.text.value.trim(), preset: preset.value, model: model.value, favourites };
  }

  clear() {
    this.text.value = this.menus.preset.value = this.menus.model.value = "";
    this.#setFavourites(false);
  }

  #favouritesOnly() {
    return this.favourites.getAttribute("aria-pressed") === "true";
  }

  /** @param {boolean} on */
  #setFavourites(on) {
    this.favourites.setAttribute("aria-pressed", String(on));
  }

  /**
   * The styles and the models that there are.
   *
   * @param {{ preset: string[], model: string[] }} values
   */
  offer(values) {
    for (const name of MENUS) {
      const menu = this.menus[name];
      const chosen = menu.value;
      const options = ["", ...values[name]].map((value) => make("option", { value, textContent: value || ALL[name] }));
      menu.replaceChildren(...options);
      menu.value = values[name].includes(chosen) ? chosen : "";
    }
  }
}

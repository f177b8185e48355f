// @ts-check
// The cards on the page: chosen by click or by keys, dragged to another place, marked where they are chosen.

import { closest, findAll } from "../gradio_kit/elements.js";
import { cardCell } from "./card.js";

/** @typedef {import("./card_list.js").Card} Card */

/**
 * What is done with a card.
 *
 * @typedef {object} Actions
 * @property {(key: string, add: boolean) => void} pick  `add`: to what is chosen already
 * @property {(key: string) => void} paint  in full
 * @property {(key: string) => void} star
 * @property {(key: string, by: -1 | 1) => void} move
 * @property {(key: string, before: string) => void} place  before another card; "" is the one that is no style
 */

/** @type {Record<string, -1 | 1>} */
const ARROWS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export class CardGrid {
  /**
   * @param {HTMLElement} root
   * @param {Actions} actions
   */
  constructor(root, actions) {
    this.root = root;
    this.actions = actions;
    this.mixing = false;
    /** @type {string | null} the card that is dragged */
    this.dragged = null;
    root.addEventListener("click", (event) => this.#click(event));
    root.addEventListener("keydown", (event) => this.#key(event));
    this.#listenToDrags();
  }

  /** @param {Card[]} cards */
  draw(cards) {
    const focused = document.activeElement;
    const key = focused instanceof HTMLElement && this.root.contains(focused) ? focused.dataset.key : undefined;
    this.root.replaceChildren(...cards.map(cardCell));
    if (key !== undefined) this.#button(key)?.focus();
  }

  /**
   * @param {string[]} keys  of the cards that are chosen
   * @param {boolean} mixing  whether several may be
   */
  mark(keys, mixing) {
    this.mixing = mixing;
    this.root.setAttribute("role", mixing ? "group" : "radiogroup");
    const buttons = this.#buttons();
    const isChosen = (/** @type {HTMLElement} */ button) => keys.includes(keyOf(button));
    const entry = buttons.find(isChosen) ?? buttons[0];
    for (const button of buttons) {
      button.setAttribute("role", mixing ? "checkbox" : "radio");
      button.setAttribute("aria-checked", String(isChosen(button)));
      button.tabIndex = button === entry ? 0 : -1;
    }
  }

  /** @param {string} key */
  has(key) {
    return this.#button(key) !== undefined;
  }

  get count() {
    return this.#buttons().length;
  }

  /** @param {number} index */
  focus(index) {
    this.#buttons()[index]?.focus();
  }

  #buttons() {
    return findAll(this.root, ".em-card", HTMLElement);
  }

  /** @param {string} key */
  #button(key) {
    return this.#buttons().find((button) => keyOf(button) === key);
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const full = closest(event, ".em-full");
    if (full) return this.actions.paint(keyOf(full));
    const button = closest(event, ".em-card");
    if (button) this.actions.pick(keyOf(button), event.ctrlKey || event.metaKey || event.shiftKey);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const button = closest(event, ".em-card");
    const by = ARROWS[event.key];
    if (!button || (!by && event.key.toLowerCase() !== "f") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const key = keyOf(button);
    if (by && event.altKey) this.actions.move(key, by);
    else if (by) this.#step(button, by);
    else if (key) this.actions.star(key);
  }

  /**
   * To the card beside this one, which is chosen by that unless several may be.
   *
   * @param {HTMLElement} button
   * @param {-1 | 1} by
   */
  #step(button, by) {
    const row = this.#buttons();
    const next = row[(row.indexOf(button) + by + row.length) % row.length];
    if (!this.mixing) this.actions.pick(keyOf(next), false);
    next.focus();
  }

  #listenToDrags() {
    const { root } = this;
    root.addEventListener("dragstart", (event) => {
      const button = closest(event, ".em-card");
      this.dragged = (button && keyOf(button)) || null;
      if (event.dataTransfer) event.dataTransfer.effectAllowed = "move";
    });
    root.addEventListener("dragover", (event) => {
      if (!this.dragged) return;
      event.preventDefault();
      this.#pointAt(closest(event, ".em-card"));
    });
    root.addEventListener("drop", (event) => {
      const button = closest(event, ".em-card");
      if (!this.dragged || !button || keyOf(button) === this.dragged) return;
      event.preventDefault();
      this.actions.place(this.dragged, keyOf(button));
    });
    root.addEventListener("dragend", () => {
      this.dragged = null;
      this.#pointAt(null);
    });
  }

  /** @param {HTMLElement | null} over  the card before which the dragged one would lie */
  #pointAt(over) {
    for (const button of this.#buttons()) {
      button.classList.toggle("em-before", button === over && keyOf(button) !== this.dragged);
    }
  }
}

/** @param {HTMLElement} button */
const keyOf = (button) => button.dataset.key ?? "";

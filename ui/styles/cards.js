// @ts-check
// Style cards: a radio group of small pictures with a search box, tags, stars, an order of one's own, and a mix.
//   The value is the key of the chosen style, "" for none, or a list of {key, weight} where several are mixed.
//   What is done to a card is sent as {key, ...}: the cards themselves come back from the server, and those that are
//   tried just now as `tried`: {cards: {key: what changed}, done, total, text}.

import { closest, find, makeButton } from "../gradio_kit/elements.js";
import { CardGrid } from "./card_grid.js";
import { AS_WRITTEN, cardAfterMove, commonTags, isFound, searchWords } from "./card_list.js";
import { CardTools } from "./card_tools.js";
import { sharesOf, toggled } from "./mix.js";
import { Trying } from "./trying.js";
import { Weights } from "./weights.js";

/** @typedef {import("./card_list.js").Card} Card */
/** @typedef {import("./mix.js").Choice} Choice */
/** @typedef {import("./trying.js").Progress & { cards?: Record<string, Partial<Card>> }} Tried */
/** @typedef {import("../gradio_kit/component.js").Component<Choice, { cards?: Card[], tried?: Tried }>} Component */

const FIRST = 20; // cards at first; search finds the rest
const PAGE = 40;

/** @param {Component} component */
export function mount({ element, props, watch, trigger }) {
  const cards = new StyleCards(element, props, trigger);
  watch("cards", () => cards.replace());
  watch("tried", () => cards.showTried());
  watch("value", () => cards.showChoice());
}

class StyleCards {
  /**
   * @param {HTMLElement} root
   * @param {Component["props"]} props
   * @param {Component["trigger"]} trigger
   */
  constructor(root, props, trigger) {
    this.props = props;
    this.trigger = trigger;
    this.part = (/** @type {string} */ name) => find(root, `.em-${name}`, HTMLElement);
    this.search = find(root, ".em-find", HTMLInputElement);
    this.limit = FIRST;
    this.mixing = Array.isArray(props.value);
    /** @type {Record<string, Partial<Card>>} what changed on the cards that are tried just now, by key */
    this.tried = {};
    this.known = new Set(this.#all().map(({ key }) => key));
    this.trying = new Trying(this.part("trying"), (keys) => trigger("paint", { keys }));
    this.weights = new Weights(this.part("weights"), (shares) => this.#choose(shares));
    this.grid = new CardGrid(this.part("cards"), {
      pick: (key, add) => this.#pick(key, add),
      paint: (key) => this.#paintInFull(key),
      star: (key) => this.#star(key),
      move: (key, by) => this.#move(key, by),
      place: (key, before) => trigger("move", { key, before: before || this.#order()[0] }),
    });
    this.tools = new CardTools(this.part, {
      star: () => this.#star(this.#current().key),
      move: (by) => this.#move(this.#current().key, by),
      try: () => this.trying.try([this.#current().key]),
      paint: () => this.#paintInFull(this.#current().key),
      clear: () => trigger("unpaint", { key: this.#current().key }),
    });
    this.#listen();
    this.draw();
  }

  // ---- what there is

  /** @returns {Card[]} */
  #all() {
    const cards = this.props.cards ?? [];
    return [AS_WRITTEN, ...cards.map((card) => ({ ...card, ...this.tried[card.key], tried: card.key in this.tried }))];
  }

  /** @param {string} key */
  #card(key) {
    return this.#all().find((card) => card.key === key);
  }

  /** The keys of all styles, in order. */
  #order() {
    return (this.props.cards ?? []).map(({ key }) => key);
  }

  #chosen() {
    const there = new Set(this.#all().map(({ key }) => key));
    return sharesOf(this.props.value)
      .map(({ key }) => key)
      .filter((key) => there.has(key));
  }

  /** The card that was chosen last. */
  #current() {
    return this.#card(this.#chosen().at(-1) ?? "") ?? AS_WRITTEN;
  }

  // ---- what the server says

  /** A search that hides what has just been saved or imported is over. */
  replace() {
    this.tried = {};
    const cards = this.#all();
    const fresh = cards.filter(({ key }) => !this.known.has(key));
    this.known = new Set(cards.map(({ key }) => key));
    const words = searchWords(this.search.value);
    if (fresh.some((card) => !isFound(card, words))) this.search.value = "";
    this.draw();
  }

  showTried() {
    const { cards = {}, ...progress } = this.props.tried ?? {};
    this.tried = cards;
    this.trying.show(progress);
    this.draw();
  }

  showChoice() {
    this.mixing = Array.isArray(this.props.value);
    if (this.#chosen().every((key) => this.grid.has(key))) this.mark();
    else this.draw();
  }

  // ---- drawing

  draw() {
    const words = searchWords(this.search.value);
    const found = this.#all().filter((card) => isFound(card, words));
    const first = found.slice(0, this.limit);
    const chosen = this.#chosen();
    const also = words.length ? [] : found.slice(this.limit).filter(({ key }) => chosen.includes(key));
    this.grid.draw([...first, ...also]);
    const rest = found.length - first.length - also.length;
    this.part("more").hidden = rest <= 0;
    this.part("more").textContent = `Show ${Math.min(PAGE, rest)} more of ${rest}`;
    this.part("found").textContent = !words.length ? "" : found.length ? `${found.length} found` : "None found";
    this.trying.offer(words.length ? found.map(({ key }) => key) : null);
    this.#drawTags();
    this.mark();
  }

  #drawTags() {
    const looked = this.search.value.trim().toLowerCase();
    const buttons = commonTags(this.#all()).map((tag) => {
      const button = makeButton({ textContent: tag });
      button.dataset.tag = tag;
      button.setAttribute("aria-pressed", String(looked === `#${tag}`.toLowerCase()));
      return button;
    });
    this.part("tags").replaceChildren(...buttons);
  }

  mark() {
    this.grid.mark(this.#chosen(), this.mixing);
    this.part("mix").setAttribute("aria-pressed", String(this.mixing));
    this.weights.show(this.mixing ? sharesOf(this.props.value) : [], (key) => this.#card(key)?.name ?? "");
    this.tools.show(this.#current());
  }

  // ---- what a person does

  /** @param {Choice} value */
  #choose(value) {
    this.props.value = value;
    this.mark();
    this.trigger("pick", { value });
  }

  /**
   * @param {string} key
   * @param {boolean} add
   */
  #pick(key, add) {
    const { value } = this.props;
    if (!this.mixing && !add) {
      if (key !== (value ?? "")) this.#choose(key);
      return;
    }
    this.mixing = true;
    const choice = toggled(value, key);
    if (choice !== null) this.#choose(choice);
  }

  /** @param {string} key */
  #paintInFull(key) {
    if (this.trying.isFree()) this.trigger("full", { key, seed: this.#card(key)?.seed ?? null });
  }

  /** @param {string} key */
  #star(key) {
    this.trigger("star", { key, favourite: !this.#card(key)?.favourite });
  }

  /**
   * @param {string} key
   * @param {-1 | 1} by
   */
  #move(key, by) {
    const before = cardAfterMove(this.#order(), key, by);
    if (before !== null) this.trigger("move", { key, before });
  }

  #toggleMix() {
    this.mixing = !this.mixing;
    if (this.mixing) this.mark();
    else this.#choose(this.#chosen()[0] ?? "");
  }

  #listen() {
    this.search.addEventListener("input", () => {
      this.limit = FIRST;
      this.draw();
    });
    this.part("tags").addEventListener("click", (event) => {
      const button = closest(event, "button");
      if (!button) return;
      this.search.value = button.getAttribute("aria-pressed") === "true" ? "" : `#${button.dataset.tag}`;
      this.search.dispatchEvent(new Event("input"));
    });
    this.part("more").addEventListener("click", () => {
      const before = this.grid.count;
      this.limit += PAGE;
      this.draw();
      this.grid.focus(before);
    });
    this.part("mix").addEventListener("click", () => this.#toggleMix());
  }
}

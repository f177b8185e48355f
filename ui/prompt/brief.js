// @ts-check
// A prompt as chips, sorted by what they say. Its value is {original, facets: [{key, label, chips, offers}], text}, and
//   after `fit` {added: words by part, turn}. Nothing reaches the prompt before "Use as prompt".

import { find, findAll, make, makeButton } from "../gradio_kit/elements.js";

/** @typedef {{ text: string, added?: boolean }} Chip  `added`: because it fits, and nobody has typed in it since */
/** @typedef {{ key: string, label: string, chips: Chip[], offers: string[] }} Facet */

/**
 * @typedef {object} Value
 * @property {{ key: string, label: string, chips: string[], offers: string[] }[]} [facets]
 * @property {string} [original]  the prompt that it was made of
 * @property {string} [told]  how it was made
 * @property {string} [waiting]  what it waits for
 * @property {Record<string, string[]>} [added]  what fits, by the key of the facet
 * @property {number} [turn]  which of our questions that answers
 * @property {string} [text]  from here: the prompt that is wanted
 * @property {Record<string, string[]>} [chips]  from here: to find what fits them
 */
/** @typedef {import("../gradio_kit/component.js").Component<Value>} Component */

/** @param {Component} component */
export function mount({ element, props, watch, trigger }) {
  const brief = new Brief(find(element, ".em-brief", HTMLElement), props, (event) => trigger(event, {}));
  watch("value", () => brief.update());
  return brief;
}

class Brief {
  /**
   * @param {HTMLElement} root
   * @param {Component["props"]} props
   * @param {(event: "apply" | "fit") => void} send
   */
  constructor(root, props, send) {
    this.root = root;
    this.props = props;
    this.send = send;
    /** @type {Facet[]} */
    this.facets = [];
    this.original = "";
    this.own = ""; // what was put into the prompt from here
    this.turn = 0;
    /** @type {(() => void)[]} */
    this.undoing = [];
    this.part = (/** @type {string} */ name) => find(root, `[data-part="${name}"]`, HTMLElement);
    this.undoButton = find(root, '[data-part="undo"]', HTMLButtonElement);
    this.part("fit").addEventListener("click", () => this.fit());
    this.part("apply").addEventListener("click", () => this.apply());
    this.undoButton.addEventListener("click", () => this.undo());
    this.part("close").addEventListener("click", () => (root.hidden = true));
    this.update();
  }

  /** A brief from the server, or what fits it; what this panel said itself comes back too, and is no news. */
  update() {
    const { facets, original = "", told: how = "", waiting, added, turn } = this.props.value ?? {};
    if (added) return turn === this.turn ? this.addAll(added, how) : undefined;
    if (waiting || facets) this.sayHow(waiting ?? how);
    this.root.classList.toggle("em-waiting", Boolean(waiting));
    if (!facets) return;
    this.facets = facets.map(({ chips, offers, ...facet }) => ({
      ...facet,
      chips: chips.map((text) => ({ text })),
      offers: [...offers],
    }));
    this.original = original;
    this.own = "";
    this.turn += 1;
    this.undoing = [];
    this.root.hidden = false;
    this.draw();
  }

  /** @param {string} words  on how it was made, or what it waits for */
  sayHow(words) {
    const line = this.part("told");
    line.textContent = words;
    line.hidden = !words;
    this.root.hidden = false;
  }

  chips() {
    return this.facets.flatMap(({ chips }) => chips).filter(({ text }) => text.trim());
  }

  text() {
    return this.chips()
      .map(({ text }) => text.trim())
      .join(", ");
  }

  apply() {
    const before = this.own || this.original;
    this.undoing.push(() => this.put(before));
    this.put(this.text());
  }

  /** @param {string} text  that becomes the prompt */
  put(text) {
    this.own = text;
    this.turn += 1;
    this.props.value = { original: this.original, text };
    this.send("apply");
    this.draw();
  }

  /** Asks what fits the parts that are empty. */
  fit() {
    const chips = Object.fromEntries(this.facets.map(({ key, chips }) => [key, chips.map(({ text }) => text)]));
    this.turn += 1;
    this.props.value = { chips, turn: this.turn };
    this.send("fit");
  }

  /**
   * @param {Record<string, string[]>} added
   * @param {string} how
   */
  addAll(added, how) {
    this.turn += 1;
    /** @type {Set<Chip>} */
    const fresh = new Set();
    for (const facet of this.facets) {
      for (const text of added[facet.key] ?? []) {
        const chip = { text, added: true };
        facet.offers = facet.offers.filter((other) => other !== text);
        facet.chips.push(chip);
        fresh.add(chip);
      }
    }
    if (fresh.size) this.undoing.push(() => this.takeAway(fresh));
    this.sayHow(how);
    this.draw();
  }

  /** @param {Set<Chip>} fresh */
  takeAway(fresh) {
    for (const facet of this.facets) facet.chips = facet.chips.filter((chip) => !fresh.has(chip));
    this.sayHow("");
    this.draw();
  }

  undo() {
    this.undoing.pop()?.();
    this.draw();
  }

  draw() {
    this.part("facets").replaceChildren(...this.facets.map((facet) => this.row(facet)));
    this.undoButton.disabled = !this.undoing.length;
    this.drawText();
  }

  drawText() {
    const pieces = this.chips().flatMap(({ text, added }, place) => {
      const piece = make("span", { textContent: text.trim() });
      if (added) piece.className = "em-brief-added";
      return place ? [", ", piece] : [piece];
    });
    find(this.root, ".em-brief-text", HTMLElement).replaceChildren(...(pieces.length ? pieces : ["Nothing yet."]));
  }

  /** @param {Facet} facet */
  row(facet) {
    const label = make("span", { className: "em-brief-label", textContent: facet.label });
    const chips = facet.chips.map((chip, place) => this.chip(facet, chip, place));
    const offers = facet.offers.map((words) => this.offer(facet, words));
    const add = button("+", `Add to ${facet.label}`, "em-chip em-offer", () => this.append(facet, ""));
    return make("div", { className: "em-brief-row" }, label, ...chips, ...offers, add);
  }

  /**
   * One that was added counts as the person's own once they type in it.
   *
   * @param {Facet} facet
   * @param {Chip} chip
   * @param {number} place
   */
  chip(facet, chip, place) {
    const input = make("input", { value: chip.text });
    input.setAttribute("aria-label", `${facet.label} ${place + 1}`);
    const away = button("×", `Take away ${chip.text || "this"}`, "", () => {
      facet.chips.splice(facet.chips.indexOf(chip), 1);
      this.draw();
    });
    const shown = make("span", { className: "em-chip" }, input, away);
    const describe = () => {
      input.style.width = `${Math.max(4, input.value.length + 1)}ch`;
      shown.classList.toggle("em-brief-added", Boolean(chip.added));
      input.title = chip.added ? "Added because it fits" : "";
    };
    describe();
    input.addEventListener("input", () => {
      Object.assign(chip, { text: input.value, added: false });
      describe();
      this.drawText();
    });
    return shown;
  }

  /**
   * @param {Facet} facet
   * @param {string} words
   */
  offer(facet, words) {
    return button(`+ ${words}`, `Add ${words}`, "em-chip em-offer", () => {
      facet.offers = facet.offers.filter((other) => other !== words);
      this.append(facet, words);
    });
  }

  /**
   * @param {Facet} facet
   * @param {string} text
   */
  append(facet, text) {
    facet.chips.push({ text });
    this.draw();
    const row = this.part("facets").children[this.facets.indexOf(facet)];
    if (!text) findAll(row, "input", HTMLInputElement).at(-1)?.focus();
  }
}

/**
 * @param {string} text
 * @param {string} label
 * @param {string} className
 * @param {() => void} act
 */
function button(text, label, className, act) {
  const made = makeButton({ className, textContent: text });
  made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
}

// @ts-check
// What a style or a picture brings for the Finish panel: applied, said in one line, and taken back by Undo.
// What came with a style goes again with the style, unless the person has changed it since.

import { find } from "../gradio_kit/elements.js";

/** @typedef {import("./wish_form.js").Wishes} Wishes */

/**
 * As `ui.finish.settings_in` says it.
 *
 * @typedef {object} Message
 * @property {string} source  the key of the style, "" for none
 * @property {boolean} [again]  a person asked for it, so it is applied even where the panel has heard of that style
 * @property {string} name  of the style or picture
 * @property {Wishes} fields
 * @property {string} told  the wishes in words, "" for none
 * @property {string[]} refused  sentences on what of it cannot be used
 */

/**
 * The panel, as far as this needs it.
 *
 * @typedef {object} Panel
 * @property {HTMLElement} root
 * @property {() => Wishes} wishes
 * @property {(wishes: Wishes) => void} put
 */

export class AppliedFinish {
  /**
   * @param {HTMLElement} line
   * @param {Panel} panel
   */
  constructor(line, panel) {
    this.line = line;
    this.panel = panel;
    this.undoButton = find(line, "button", HTMLElement);
    this.source = "";
    this.name = "";
    /** @type {Wishes | null} what the person had wished before a style or picture came, null where nothing came */
    this.before = null;
    this.after = ""; // and what they had then
    /** @type {Wishes | null} where Undo leads */
    this.back = null;
    this.undoButton.addEventListener("click", () => this.#undo());
  }

  /** @param {Message} message */
  apply({ source, again = false, name, fields, told: words, refused }) {
    if (source === this.source && !again) return; // a weight was moved, or the style left meanwhile
    this.source = source;
    const now = this.panel.wishes();
    const before = JSON.stringify(now) === this.after ? this.before : null; // the person has changed nothing since
    const unused = refused.length ? ` Not used: ${refused.join(" ")}` : "";
    if (words) this.#put(fields, before ?? now, now, name, `${name} brings a finish: ${words}.${unused}`);
    else if (before)
      this.#put(before, null, now, "", `The finish that came with ${this.name} is taken off again.${unused}`);
    else if (unused) this.#say(`${name} brings a finish.${unused}`, null);
    else this.before = null;
  }

  /** The person changed something: from here on it is theirs. */
  rest() {
    this.#say("", null);
  }

  /**
   * @param {Wishes} wishes
   * @param {Wishes | null} before
   * @param {Wishes} now
   * @param {string} name
   * @param {string} words
   */
  #put(wishes, before, now, name, words) {
    this.panel.put(wishes);
    this.after = JSON.stringify(this.panel.wishes());
    this.before = before;
    this.name = name;
    this.#say(words, this.after === JSON.stringify(now) ? null : now);
  }

  #undo() {
    if (this.back) this.panel.put(this.back);
    this.before = null;
    this.#say("The finish is as it was before.", null);
  }

  /**
   * @param {string} text
   * @param {Wishes | null} back
   */
  #say(text, back) {
    this.back = back;
    this.line.hidden = !text;
    find(this.line, "span", HTMLElement).textContent = text;
    const wasFocused = document.activeElement === this.undoButton;
    this.undoButton.hidden = !back;
    if (wasFocused && !back) find(this.panel.root, "summary", HTMLElement).focus();
  }
}

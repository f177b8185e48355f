// @ts-check
// The form of the Finish panel: what is wished for, by the names of its fields, and how it was at first.

const HERE_ONLY = new Set(["ground", "kind", "settings"]); // fields that change nothing about the picture
/** @type {Record<string, string>} */
const OFF = { num_colours: "1" };

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @typedef {Record<string, string>} Wishes  by field */

export class WishForm {
  /** @param {HTMLFormElement} element */
  constructor(element) {
    this.element = element;
  }

  /** All fields that have a name, each button of a choice by itself. */
  fields() {
    const elements = /** @type {Field[]} */ ([...this.element.elements]);
    return elements.filter(({ name }) => name);
  }

  /**
   * The value of a field; of a choice, that of the button that is on.
   *
   * @param {string} name
   */
  value(name) {
    const named = this.element.elements.namedItem(name);
    return /** @type {Field | RadioNodeList} */ (named).value;
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  setValue(name, value) {
    const named = this.element.elements.namedItem(name);
    if (named) /** @type {Field | RadioNodeList} */ (named).value = value;
  }

  /** @param {string} name */
  checkbox(name) {
    return /** @type {HTMLInputElement} */ (this.field(name));
  }

  /** @param {string} name */
  select(name) {
    return /** @type {HTMLSelectElement} */ (this.field(name));
  }

  /** @param {string} name  of no choice */
  field(name) {
    return /** @type {Field} */ (this.element.elements.namedItem(name));
  }

  /**
   * The wishes: what differs from how the form was at first.
   *
   * @returns {Wishes}
   */
  wishes() {
    /** @type {Wishes} */
    const wishes = {};
    for (const field of this.#wishFields()) {
      const { name } = field;
      if (name in wishes) continue;
      const value = this.value(name);
      const on = isCheckbox(field) ? field.checked : value !== (OFF[name] ?? this.#first(name));
      if (on) wishes[name] = value;
    }
    return wishes;
  }

  /**
   * Sets the form to these wishes, and all else to how it was at first.
   *
   * @param {Wishes} wishes
   */
  put(wishes) {
    for (const field of this.#wishFields()) {
      const { name } = field;
      if (isCheckbox(field)) field.checked = wishes[name] === field.value;
      else this.setValue(name, wishes[name] ?? this.#first(name));
    }
  }

  #wishFields() {
    return this.fields().filter(({ name }) => !HERE_ONLY.has(name));
  }

  /**
   * How a field was at first.
   *
   * @param {string} name
   */
  #first(name) {
    const named = this.element.elements.namedItem(name);
    if (!(named instanceof RadioNodeList)) return /** @type {HTMLInputElement} */ (named).defaultValue ?? "";
    const buttons = /** @type {HTMLInputElement[]} */ ([...named]);
    return buttons.find((each) => each.defaultChecked)?.value ?? "";
  }

  /** Writes beside each slider what it stands at. */
  describeSliders() {
    for (const field of this.fields()) {
      if (field.type !== "range") continue;
      const off = OFF[field.name] === field.value;
      const percent = /** @type {HTMLInputElement} */ (field).max === "1";
      const shown = off ? "off" : percent ? `${Math.round(Number(field.value) * 100)}%` : field.value;
      const output = field.parentElement?.querySelector("output");
      if (output) output.textContent = shown;
      field.setAttribute("aria-valuetext", shown);
    }
  }
}

/**
 * @param {Field} field
 * @returns {field is HTMLInputElement}
 */
export const isCheckbox = (field) => field.type === "checkbox";

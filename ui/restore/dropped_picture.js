// @ts-check
// A picture that was dropped or pasted: its settings or the picture itself, whichever it holds, and the way to the other.
// The value: {file, text, tone, can: what is offered, before: what stood on the page, by name}.

import { closest, find, findAll } from "../gradio_kit/elements.js";
import { upload } from "../photo/uploading.js";

/**
 * @typedef {object} Value
 * @property {import("../gradio_kit/component.js").UploadedFile | null} [file]
 * @property {string} [text]
 * @property {string} [tone]
 * @property {string[]} [can]  which of the buttons are offered, by their `data-do`
 */
/** @typedef {import("../gradio_kit/component.js").Component<Value>} Component */

/** @type {Bar | null} */
let bar = null;

/** @param {Component} component */
export function mount(component) {
  bar = new Bar(component);
  return bar;
}

/**
 * Says something where the page says what was dropped.
 *
 * @param {string} text
 */
export function sayDropped(text) {
  bar?.say(text);
}

/**
 * Sends a picture that was dropped to the server, which then says what it holds. Whether it is on its way.
 *
 * @param {File} file
 */
export async function sendDropped(file) {
  return (await bar?.send(file)) ?? false;
}

class Bar {
  /** @param {Component} component */
  constructor({ element, props, watch, trigger }) {
    this.props = props;
    this.trigger = trigger;
    this.root = find(element, ".em-arrival", HTMLElement);
    this.line = find(this.root, "p", HTMLElement);
    this.picture = find(this.root, "img", HTMLImageElement);
    this.root.addEventListener("click", (event) => {
      const wanted = closest(event, "[data-do]")?.dataset.do;
      if (wanted === "close") this.#set({});
      else if (wanted) trigger(wanted, {});
    });
    watch("value", () => this.#describe());
    this.#describe();
  }

  /** @param {string} text */
  say(text) {
    this.#set({ text });
  }

  /** @param {File} file */
  async send(file) {
    this.say(`Reading ${file.name || "the picture"}…`);
    const path = await upload(file);
    if (!path) {
      this.#set({});
      return false;
    }
    URL.revokeObjectURL(this.picture.src);
    this.picture.src = URL.createObjectURL(file);
    this.picture.dataset.path = path;
    const sent = { path, orig_name: file.name, meta: /** @type {const} */ ({ _type: "gradio.FileData" }) };
    this.props.value = { ...this.props.value, file: sent };
    this.trigger("arrive", {});
    return true;
  }

  /** @param {Value} value */
  #set(value) {
    this.props.value = value;
    this.#describe();
  }

  #describe() {
    const { text = "", tone = "", can = [], file = null } = this.props.value ?? {};
    this.root.hidden = !text;
    this.line.textContent = text;
    this.line.dataset.tone = tone;
    this.picture.hidden = !text || !file || this.picture.dataset.path !== file.path;
    for (const button of findAll(this.root, "[data-do]", HTMLButtonElement)) {
      button.hidden = button.dataset.do !== "close" && !can.includes(button.dataset.do ?? "");
    }
  }
}

// @ts-check
// How a batch of photos stands: a sentence, how far it is, what went wrong with which photo, and the zip.

import { find, make } from "../gradio_kit/elements.js";
import { saveLink, showInside } from "../gradio_kit/settings_inside.js";

/**
 * @typedef {object} Batch
 * @property {string} [text]
 * @property {number} [done]
 * @property {number} [total]
 * @property {{ photo: string, reason: string }[]} [problems]
 * @property {string} [archive]  the address of the zip, "" before it is there
 */

/** @param {import("../gradio_kit/component.js").Component<Batch>} component */
export function mount({ element, props, watch }) {
  const line = find(element, "p", HTMLElement);
  const bar = find(element, "progress", HTMLProgressElement);
  const list = find(element, "ul", HTMLElement);
  const link = find(element, "a", HTMLAnchorElement);
  const inside = find(element, ".em-inside", HTMLElement);
  const update = () => {
    const { text = "", done = 0, total = 0, problems = [], archive = "" } = props.value ?? {};
    line.textContent = text;
    line.hidden = !text;
    bar.hidden = !total;
    Object.assign(bar, { max: Math.max(1, total), value: done });
    const items = problems.map(({ photo, reason }) => make("li", {}, make("b", { textContent: `${photo}: ` }), reason));
    list.replaceChildren(...items);
    list.hidden = !problems.length;
    link.hidden = inside.hidden = !archive;
    if (/^batches\/[0-9a-f]{32}\.zip$/.test(archive)) saveLink(link, archive);
  };
  watch("value", update);
  update();
  showInside();
}

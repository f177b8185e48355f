// @ts-check
// One sentence, said politely. The tone is "", "good" or "bad".

import { find } from "./elements.js";

/** @param {import("./component.js").Component<{ text?: string, tone?: string }>} component */
export function mount({ element, props, watch }) {
  const line = find(element, ".em-note", HTMLElement);
  const update = () => {
    const { text = "", tone = "" } = props.value ?? {};
    line.textContent = text;
    line.dataset.tone = tone;
    line.hidden = !text;
  };
  watch("value", update);
  update();
}

// How a batch of photos stands: a sentence, how far it is, what went wrong with which photo, and the zip.

import { saveLink, showInside } from "../gradio_kit/settings_inside.js";

export function mount({ element, props, watch }) {
  const line = element.querySelector("p");
  const bar = element.querySelector("progress");
  const list = element.querySelector("ul");
  const link = element.querySelector("a");
  const inside = element.querySelector(".em-inside");
  const update = () => {
    const { text = "", done = 0, total = 0, problems = [], archive = "" } = props.value ?? {};
    line.textContent = text;
    line.hidden = !text;
    bar.hidden = !total;
    Object.assign(bar, { max: Math.max(1, total), value: done });
    list.replaceChildren(
      ...problems.map(({ photo, reason }) => {
        const item = document.createElement("li");
        const name = document.createElement("b");
        name.textContent = `${photo}: `;
        item.append(name, reason);
        return item;
      }),
    );
    list.hidden = !problems.length;
    link.hidden = inside.hidden = !archive;
    if (/^batches\/[0-9a-f]{32}\.zip$/.test(archive)) saveLink(link, archive);
  };
  watch("value", update);
  update();
  showInside();
}

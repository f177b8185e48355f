// A picture that was dropped or pasted: its settings or the picture itself, whichever it brings, and the way to the other.
// The value: {file, text, tone, can: what is offered, before: what stood on the page, by name}.

import { sent } from "../photo/uploading.js";

const EVENTS = ["arrive", "settings", "photo", "undo"];

export function mount({ element, props, watch, trigger }) {
  const bar = element.querySelector(".em-arrival");
  const line = bar.querySelector("p");
  const picture = bar.querySelector("img");
  const update = () => {
    const { text = "", tone = "", can = [], file = null } = props.value ?? {};
    bar.hidden = !text;
    line.textContent = text;
    line.dataset.tone = tone;
    picture.hidden = !text || !file || picture.dataset.path !== file.path;
    for (const button of bar.querySelectorAll("[data-do]"))
      button.hidden = button.dataset.do !== "close" && !can.includes(button.dataset.do);
  };
  bar.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-do]")?.dataset.do;
    if (!wanted) return;
    if (wanted === "close") props.value = {};
    else trigger(wanted, {});
    if (wanted === "close") update();
  });
  watch("value", update);
  update();
  window.emergeArrival = {
    say(text) {
      props.value = { text };
      update();
    },
    /** Whether the file is on its way; the server then says what it brings. */
    async take(file) {
      this.say(`Reading ${file.name || "the picture"}…`);
      const path = await sent(file);
      if (!path) {
        props.value = {};
        update();
        return false;
      }
      URL.revokeObjectURL(picture.src);
      Object.assign(picture, { src: URL.createObjectURL(file) });
      picture.dataset.path = path;
      props.value = { ...props.value, file: { path, orig_name: file.name, meta: { _type: "gradio.FileData" } } };
      trigger(EVENTS[0], {});
      return true;
    },
  };
}

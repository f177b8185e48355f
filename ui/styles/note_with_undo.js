// @ts-check
// What just happened, with Undo where it can be taken back, and the lines of a report.
//   The value: {text, tone, undo: a token or "", report}.

import { find, make } from "../gradio_kit/elements.js";

/** @typedef {[place: string, name: string, reason: string]} Line */
/** @typedef {{ title: string, lines: Line[] }} Group */
/** @typedef {{ text?: string, tone?: string, undo?: string, report?: { title: string, groups: Group[] } | null }} Note */

const MOST_LINES = 200;
const KINDS = ["place", "name", "reason"];

/** @param {import("../gradio_kit/component.js").Component<Note>} component */
export function mount({ element, props, watch, trigger }) {
  const line = find(element, ".em-note", HTMLElement);
  const undo = find(element, ".em-undo", HTMLElement);
  const details = find(element, ".em-report", HTMLDetailsElement);
  const update = () => {
    const { text = "", tone = "", undo: token = "", report = null } = props.value ?? {};
    line.textContent = text;
    line.dataset.tone = tone;
    line.hidden = !text;
    undo.hidden = !token;
    details.hidden = !report;
    details.open = Boolean(report);
    find(details, "summary", HTMLElement).textContent = report?.title ?? "";
    find(details, "div", HTMLElement).replaceChildren(...(report?.groups ?? []).map(section));
  };
  undo.addEventListener("click", () => trigger("undo", {}));
  watch("value", update);
  update();
}

/** @param {Group} group */
function section({ title, lines }) {
  const list = make("ul", {}, ...lines.slice(0, MOST_LINES).map(row));
  if (lines.length > MOST_LINES) list.append(row(["", "", `and ${lines.length - MOST_LINES} more`]));
  return make("section", {}, make("h4", { textContent: title }), list);
}

/** @param {Line} line */
function row(line) {
  const pieces = line.map((text, place) => make("span", { className: `em-${KINDS[place]}`, textContent: text }));
  return make("li", {}, ...pieces.filter((piece) => piece.textContent));
}

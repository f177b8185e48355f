// What just happened, with Undo where it can be taken back, and the lines of a report.
//   The value: {text, tone, undo: a token or "", report: {title, groups: [{title, lines: [[place, name, told]]}]}}.

const EVENTS = ["undo"];
const MOST_LINES = 200;

export function mount({ element, props, watch, trigger }) {
  const line = element.querySelector(".em-note");
  const undo = element.querySelector(".em-undo");
  const report = element.querySelector(".em-report");
  const update = () => {
    const { text = "", tone = "", undo: token = "", report: found = null } = props.value ?? {};
    line.textContent = text;
    line.dataset.tone = tone;
    line.hidden = !text;
    undo.hidden = !token;
    report.hidden = !found;
    report.open = Boolean(found);
    report.querySelector("summary").textContent = found?.title ?? "";
    report.lastElementChild.replaceChildren(...(found?.groups ?? []).map(group));
  };
  undo.addEventListener("click", () => trigger(EVENTS[0], {}));
  watch("value", update);
  update();
}

function group({ title, lines }) {
  const part = document.createElement("section");
  const heading = document.createElement("h4");
  heading.textContent = title;
  const list = document.createElement("ul");
  list.append(...lines.slice(0, MOST_LINES).map(row));
  if (lines.length > MOST_LINES) list.append(row(["", "", `and ${lines.length - MOST_LINES} more`]));
  part.append(heading, list);
  return part;
}

function row([place, name, told]) {
  const item = document.createElement("li");
  for (const [text, kind] of [
    [place, "place"],
    [name, "name"],
    [told, "reason"],
  ]) {
    if (!text) continue;
    const piece = document.createElement("span");
    piece.className = `em-${kind}`;
    piece.textContent = text;
    item.append(piece);
  }
  return item;
}

// What the stage says about itself. Everything that a person wrote goes in by textContent.

import { saveLink } from "../gradio_kit/settings_inside.js";
import { countLine, numbersLine, phaseLine, titleLine } from "./words.js";

export const BUSY = new Set(["queued", "loading", "running"]);
export const OVER = new Set(["done", "stopped", "failed"]);

/** Writes everything that the stage says about itself: attributes, sentences, buttons. */
export function describe(stage) {
  const { status, root, part } = stage;
  const { drawn } = stage;
  const over = OVER.has(status.state);
  // The attributes speak of people's own runs, which an example is not.
  if (status.example && status.state === "done") root.dataset.state = "idle";
  else if (!(status.state === "done" && root.classList.contains("em-draining"))) root.dataset.state = status.state;
  root.dataset.steps = String(status.example ? 0 : (status.steps ?? 0));
  root.dataset.job = status.job ?? "";
  root.classList.toggle("em-example", Boolean(status.example));
  setText(part("phase"), phaseLine(status));
  const at = stage.cursor + 1 || drawn;
  setText(part("count"), countLine(over || !stage.following ? at : drawn, status.steps));
  setText(part("numbers"), numbersLine(status));
  setText(part("invite-line"), status.invite ?? "");
  setText(part("badge"), status.badge ?? "");
  part("badge").hidden = !status.badge;
  const error = stage.refusal ?? status.error;
  const notice = error ?? (status.notes ?? []).join(" ");
  setText(part("notice"), notice);
  part("notice").hidden = !notice;
  part("notice").classList.toggle("em-error", Boolean(error));
  part("line-fill").style.transform = `scaleX(${status.steps ? drawn / status.steps : 0})`;
  describeControls(stage, over);
  if (status.job) document.title = titleLine(status, drawn);
}

function describeControls(stage, over) {
  const { status, part } = stage;
  const play = part("play");
  play.disabled = !stage.strip.filled || (BUSY.has(status.state) && stage.following);
  play.classList.toggle("em-playing", Boolean(stage.replay));
  const word = stage.replay ? "Pause" : BUSY.has(status.state) && status.job ? "Follow" : "Play";
  setText(play.querySelector("span"), word);
  play.setAttribute("aria-label", word);
  part("pace").hidden = over || !status.job;
  describePictures(part("pictures"), stage.frames);
  const one = stage.frames?.chosen !== null;
  part("compare").hidden = !status.photo || !one;
  part("compare").setAttribute("aria-pressed", String(Boolean(stage.easel.photo)));
  const save = part("save");
  save.hidden = status.state !== "done" || !status.job;
  part("inside").hidden = save.hidden;
  if (!save.hidden) {
    saveLink(save, one ? stage.frames.file("result.png", stage.frames.chosen) : stage.frames.file("results.zip"));
    save.download = `${stage.fileName("picture")}.${one ? "png" : "zip"}`;
    setText(save, one ? "Save" : "Save all");
  }
  fillFacts(part("facts"), status.facts);
}

/** One button for each of several pictures, and one for all of them. */
function describePictures(group, frames) {
  const count = frames?.count ?? 1;
  group.hidden = count < 2;
  if (count > 1 && group.children.length !== count + 1) {
    const names = ["All", ...Array.from({ length: count }, (_, image) => String(image + 1))];
    const buttons = names.map((name, place) => {
      const button = document.createElement("button");
      button.type = "button";
      button.setAttribute("role", "radio");
      button.textContent = name;
      if (place) button.dataset.image = String(place - 1);
      return button;
    });
    group.replaceChildren(...buttons);
  }
  for (const button of group.children) {
    const on = (button.dataset.image ?? "") === String(frames?.chosen ?? "");
    button.setAttribute("aria-checked", String(on));
    button.tabIndex = on ? 0 : -1;
  }
}

function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function fillFacts(list, facts) {
  const key = JSON.stringify(facts ?? null);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.hidden = !facts;
  const rows = Object.entries(facts ?? {}).map(([name, value]) => {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const detail = document.createElement("dd");
    term.textContent = name;
    detail.textContent = String(value);
    row.append(term, detail);
    return row;
  });
  list.replaceChildren(...rows);
}

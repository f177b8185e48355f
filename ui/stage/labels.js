// @ts-check
// What the stage says about itself. Everything that a person wrote goes in by textContent.

import { find } from "../gradio_kit/elements.js";
import { saveLink } from "../gradio_kit/settings_inside.js";
import { fillFacts } from "./facts.js";
import { checkRadio, pictureButtons, radioButton } from "./radios.js";
import { isBusy, isOver } from "./status.js";
import { countLine, numbersLine, phaseLine, titleLine } from "./words.js";

/** @typedef {import("./stage.js").Stage} Stage */

/**
 * Writes everything that the stage says about itself: attributes, sentences, buttons.
 *
 * @param {Stage} stage
 */
export function describe(stage) {
  const { status, drawn, viewer } = stage;
  describeRoot(stage);
  const step = viewer.cursor + 1 || drawn;
  setText(stage.part("phase"), phaseLine(status));
  setText(stage.part("count"), countLine(isOver(status.state) || !viewer.following ? step : drawn, status.steps));
  setText(stage.part("numbers"), numbersLine(status));
  setText(stage.part("invite-line"), status.invite ?? "");
  setText(stage.part("badge"), status.badge ?? "");
  stage.part("badge").hidden = !status.badge;
  describeNotice(stage);
  stage.part("line-fill").style.transform = `scaleX(${status.steps ? drawn / status.steps : 0})`;
  describeControls(stage);
  describeSaving(stage);
  describeFacts(stage.part("facts"), status.facts);
  if (status.job) document.title = titleLine(status, drawn);
}

/**
 * The attributes speak of people's own runs, which an example is not.
 *
 * @param {Stage} stage
 */
function describeRoot({ root, status, draining }) {
  if (status.example && status.state === "done") root.dataset.state = "idle";
  else if (!(draining && status.state === "done")) root.dataset.state = status.state;
  root.dataset.steps = String(status.example ? 0 : (status.steps ?? 0));
  root.dataset.job = status.job ?? "";
  root.classList.toggle("em-example", Boolean(status.example));
}

/** @param {Stage} stage */
function describeNotice({ status, refusal, part }) {
  const error = refusal ?? status.error;
  const text = error ?? (status.notes ?? []).join(" ");
  const notice = part("notice");
  setText(notice, text);
  notice.hidden = !text;
  notice.classList.toggle("em-error", Boolean(error));
}

/** @param {Stage} stage */
function describeControls(stage) {
  const { status, part, play, viewer } = stage;
  const busy = isBusy(status.state);
  play.disabled = !viewer.strip.filled || (busy && viewer.following);
  play.classList.toggle("em-playing", Boolean(viewer.replay));
  const word = viewer.replay ? "Pause" : busy && status.job ? "Follow" : "Play";
  setText(find(play, "span", HTMLElement), word);
  play.setAttribute("aria-label", word);
  part("pace").hidden = isOver(status.state) || !status.job;
  describePictures(part("pictures"), viewer.frames);
  part("compare").hidden = !status.photo || viewer.frames?.chosen === null;
  part("compare").setAttribute("aria-pressed", String(Boolean(viewer.easel.photo)));
}

/** @param {Stage} stage */
function describeSaving(stage) {
  const { status, save } = stage;
  const { frames } = stage.viewer;
  stage.part("inside").hidden = save.hidden = status.state !== "done" || !status.job;
  if (save.hidden || !frames) return;
  const { chosen } = frames;
  saveLink(save, chosen === null ? frames.file("results.zip") : frames.file("result.png", chosen));
  save.download = `${stage.fileName("picture")}.${chosen === null ? "zip" : "png"}`;
  setText(save, chosen === null ? "Save all" : "Save");
}

/**
 * One button for each of several pictures, and one for all of them.
 *
 * @param {HTMLElement} group
 * @param {import("./frames.js").Frames | null} frames
 */
function describePictures(group, frames) {
  const count = frames?.count ?? 1;
  group.hidden = count < 2;
  if (count > 1 && group.children.length !== count + 1) {
    group.replaceChildren(radioButton("All", {}), ...pictureButtons(count));
  }
  checkRadio(group, (button) => (button.dataset.image ?? "") === String(frames?.chosen ?? ""));
}

/**
 * @param {HTMLElement} element
 * @param {string} text
 */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * @param {HTMLElement} list
 * @param {import("./facts.js").Facts | undefined} facts
 */
function describeFacts(list, facts) {
  const key = JSON.stringify(facts ?? null);
  if (list.dataset.key === key) return;
  list.dataset.key = key;
  list.hidden = !facts;
  fillFacts(list, facts ?? {});
}

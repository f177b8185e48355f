// @ts-check
// The newest pictures under the stage, and the drawer with all of them. Choosing one brings its settings back; so does
// dropping one onto the form.

import { find, isIn } from "../gradio_kit/elements.js";
import { showInside } from "../gradio_kit/settings_inside.js";
import { showRun } from "../stage/current.js";
import { Archive } from "./archive.js";
import { DRAGGED, RecentPictures } from "./recent.js";

/** @typedef {{ key: string, image: number, part: string }} Reuse  what of which picture */

const FORM = "#write, #choose";

/** @param {import("../gradio_kit/component.js").Component<Reuse>} component */
export function mount({ element, props, trigger }) {
  const root = find(element, ".em-history", HTMLElement);
  /** @type {import("./viewer.js").Actions["reuse"]} */
  const reuse = ({ key }, image, part) => {
    props.value = { key, image, part };
    trigger("reuse", {});
    document.querySelector("#write")?.scrollIntoView({ behavior: "smooth", block: "nearest" });
  };
  const recent = new RecentPictures(root, (key) => archive.open(key));
  const archive = new Archive(root, { reuse, stage: showOnStage, changed: () => recent.refresh() });
  find(root, ".em-history-open", HTMLElement).addEventListener("click", () => archive.open());
  acceptDrops((key) => reuse({ key }, 0, "all"));
  showInside();
  foldRoom(find(root, ".em-archive-room", HTMLDetailsElement));
  return archive;
}

/**
 * On a phone the pictures have the room, and what is said about the disk waits behind a line.
 *
 * @param {HTMLDetailsElement} room
 */
function foldRoom(room) {
  const narrow = matchMedia("(max-width: 900px)");
  const fold = () => (room.open = !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
}

/**
 * A picture of the history dragged onto the form: all of its settings.
 *
 * @param {(key: string) => void} reuse
 */
function acceptDrops(reuse) {
  const isOurs = (/** @type {DragEvent} */ event) =>
    Boolean(event.dataTransfer?.types.includes(DRAGGED)) && isIn(event, FORM);
  document.addEventListener("dragover", (event) => {
    document.body.classList.toggle("em-taking", isOurs(event));
    if (isOurs(event)) event.preventDefault();
  });
  document.addEventListener("dragend", () => document.body.classList.remove("em-taking"));
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("em-taking");
    if (!isOurs(event)) return;
    event.preventDefault();
    reuse(event.dataTransfer?.getData(DRAGGED) ?? "");
  });
}

/**
 * A run whose steps were kept takes the stage, as if it had just been painted.
 *
 * @param {import("./viewer.js").About} about
 */
function showOnStage({ key, steps, num_images, facts, prompt, seed, variation_seed, views }) {
  showRun({
    job: `history-${key}`,
    state: "done",
    step: steps,
    steps,
    num_images,
    views,
    badge: "From the history",
    kept: true,
    facts: { Prompt: prompt, ...facts, Seed: seed },
    variation_seed,
  });
}

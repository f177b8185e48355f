// @ts-check
// How a run looks in the grid, and its small picture.

import { make, makeButton } from "../gradio_kit/elements.js";
import { address, when } from "./entries.js";

/** @typedef {import("./entries.js").Run} Run */

/** A cell whose run is not there yet. */
export function blankCell() {
  const cell = make("div", { className: "em-kept em-blank" });
  cell.dataset.key = "";
  cell.setAttribute("role", "option");
  return cell;
}

/**
 * @param {Run} run
 * @param {boolean} chosen
 */
export function cellOf(run, chosen) {
  const cell = blankCell();
  cell.classList.remove("em-blank");
  cell.classList.toggle("em-starred", run.favourite);
  cell.dataset.key = run.key;
  cell.setAttribute("aria-selected", String(chosen));
  const pictures = run.num_images > 1 ? `, ${run.num_images} pictures` : "";
  cell.title = `${run.prompt}\n${when(run.painted_ms)}${pictures}`;
  const words = run.prompt || "painted without words";
  cell.setAttribute("aria-label", run.many > 1 ? `${run.many} paintings of one press: ${words}` : words);
  if (run.many > 1) {
    cell.classList.add("em-many");
    cell.dataset.many = String(run.many);
  }
  const label = make("span", { className: "em-kept-name", textContent: run.prompt || "(without words)" });
  cell.append(pictureOf(run), mark("em-star", "★", "Favourite"), mark("em-tick", "✓", "Choose"), label);
  return cell;
}

/** @param {Run} run */
export function pictureOf(run) {
  const picture = make("img", { alt: "", decoding: "async", draggable: false });
  picture.src = address(`${run.key}/thumbnail.webp`);
  return picture;
}

/**
 * @param {string} className
 * @param {string} textContent
 * @param {string} title
 */
function mark(className, textContent, title) {
  const button = makeButton({ className, textContent, title, tabIndex: -1 });
  button.setAttribute("aria-label", title);
  return button;
}

// @ts-check
// One style's card, as it looks.

import { make, makeButton } from "../gradio_kit/elements.js";

/** @typedef {import("./card_list.js").Card} Card */

/**
 * A card in its cell, and on it what paints it in full once it has been tried.
 *
 * @param {Card} card
 */
export function cardCell(card) {
  const cell = make("div", { className: "em-slot" }, face(card));
  cell.setAttribute("role", "presentation");
  if (card.painted) cell.append(fullButton(card));
  cell.classList.toggle("em-tried", Boolean(card.tried));
  return cell;
}

/** @param {Card} card */
function fullButton({ key, name, seed }) {
  const button = makeButton({
    className: "em-full",
    tabIndex: -1, // for the keyboard there is the one under the cards
    textContent: "Paint in full",
    title: seed == null ? "All steps, with the seed of this page" : `All steps, with the card's seed ${seed}`,
  });
  button.dataset.key = key;
  button.setAttribute("aria-label", `Paint ${name} in full`);
  return button;
}

/** @param {Card} card */
function face({ key, name, thumbnail, own, note, favourite }) {
  const initial = make("span", { className: "em-initial", textContent: key ? ([...name][0] ?? "") : "“ ”" });
  initial.setAttribute("aria-hidden", "true");
  const picture = make("span", { className: "em-face" }, initial);
  picture.style.setProperty("--em-hue", String(hueOf(key)));
  if (thumbnail) picture.append(image(thumbnail));
  if (favourite) picture.append(star());
  const label = make("span", { className: "em-card-name", textContent: name });
  const button = makeButton({ className: "em-card", draggable: key !== "" }, picture, label);
  button.dataset.key = key;
  if (note) button.title = note;
  button.classList.toggle("em-own", own);
  return button;
}

/** @param {string} thumbnail */
function image(thumbnail) {
  const picture = make("img", { alt: "", decoding: "async", loading: "lazy", draggable: false });
  picture.src = new URL(thumbnail, document.baseURI).href;
  picture.addEventListener("error", () => picture.remove());
  return picture;
}

function star() {
  const mark = make("span", { className: "em-starred", textContent: "★" });
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

/**
 * A quiet colour of its own for every style that has no picture yet, in degrees.
 *
 * @param {string} key
 */
function hueOf(key) {
  let sum = 0;
  for (const letter of key) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360;
  return sum;
}

// @ts-check
// What narrow windows need: the picture in sight while it is painted, and the way from it to what is done with it.

import { closest, find } from "../gradio_kit/elements.js";

const NARROW = "(max-width: 900px)";
const SETTLED_MS = 4000;
const MOVES = /** @type {const} */ (["touchmove", "wheel"]);

/** @returns {ScrollBehavior} */
const calmly = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

/**
 * Whether all of the picture can be seen: above the fixed Generate on a phone, its upper part elsewhere.
 *
 * @param {Element} stage
 */
function inSight(stage) {
  const seen = stage.getBoundingClientRect();
  if (!matchMedia(NARROW).matches) return seen.top >= 0 && seen.top < innerHeight / 2;
  const picture = find(stage, ".em-frame", HTMLElement).getBoundingClientRect();
  const bar = find(document, "#go", HTMLElement).offsetHeight;
  return picture.top >= 0 && picture.bottom <= innerHeight - bar;
}

/** The words stand below the picture and before it in the document: when it grows, browsers would move it out of sight
    to keep the words where they are. Not until the person moves the page. */
function hold() {
  const page = document.documentElement;
  page.style.setProperty("overflow-anchor", "none");
  const release = () => page.style.removeProperty("overflow-anchor");
  for (const move of MOVES) addEventListener(move, release, { once: true, passive: true });
}

/**
 * To the top of a part of the page that may still grow, such as a fold that has just opened.
 *
 * @param {Element} part
 */
function lead(part) {
  const go = () => part.scrollIntoView({ behavior: calmly(), block: "start" });
  const grown = new ResizeObserver(go);
  const enough = () => grown.disconnect();
  grown.observe(part);
  setTimeout(enough, SETTLED_MS);
  for (const move of MOVES) addEventListener(move, enough, { once: true, passive: true });
}

document.addEventListener("click", (event) => {
  if (!closest(event, "#generate, .em-full, .em-whole")) return;
  const stage = document.querySelector('[data-testid="stage"]');
  if (!stage) return;
  const focused = document.activeElement;
  // A keyboard on the screen would stay in front of the picture.
  const isTyping = focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement;
  if (matchMedia(NARROW).matches && isTyping) focused.blur();
  hold();
  if (!inSight(stage)) stage.scrollIntoView({ behavior: calmly(), block: "start" });
});

document.addEventListener("click", (event) => {
  const link = closest(event, ".em-onward a");
  const panel = link && document.querySelector(link.getAttribute("href") ?? "");
  if (!panel) return;
  event.preventDefault();
  const fold = panel.querySelector("details");
  if (fold) fold.open = true;
  lead(panel);
  const first = panel.querySelector("summary, button");
  if (first instanceof HTMLElement) first.focus({ preventScroll: true });
});

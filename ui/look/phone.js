// What narrow windows need: the picture in sight while it is painted, and the way from it to what is done with it.

const NARROW = "(max-width: 900px)";
const SETTLED_MS = 4000;
const calmly = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

/** Whether all of the picture can be seen: above the fixed Generate on a phone, its upper part elsewhere. */
function inSight(stage) {
  const seen = stage.getBoundingClientRect();
  if (!matchMedia(NARROW).matches) return seen.top >= 0 && seen.top < innerHeight / 2;
  const picture = stage.querySelector(".em-frame").getBoundingClientRect();
  const bar = document.querySelector("#go").offsetHeight;
  return picture.top >= 0 && picture.bottom <= innerHeight - bar;
}

/** The words stand below the picture and before it in the document: when it grows, browsers would move it out of sight
    to keep the words where they are. Not until the person moves the page. */
function hold() {
  const page = document.documentElement;
  page.style.overflowAnchor = "none";
  for (const moved of ["touchmove", "wheel"]) {
    addEventListener(moved, () => page.style.removeProperty("overflow-anchor"), { once: true, passive: true });
  }
}

/** To the top of a part of the page that may still grow, such as a fold that has just opened. */
function lead(part) {
  const go = () => part.scrollIntoView({ behavior: calmly(), block: "start" });
  const grown = new ResizeObserver(go);
  const enough = () => grown.disconnect();
  grown.observe(part);
  setTimeout(enough, SETTLED_MS);
  for (const moved of ["touchmove", "wheel"]) addEventListener(moved, enough, { once: true, passive: true });
}

document.addEventListener("click", (event) => {
  if (!event.target.closest?.("#generate, .em-full, .em-whole")) return;
  const stage = document.querySelector('[data-testid="stage"]');
  if (!stage) return;
  // A keyboard on the screen would stay in front of the picture.
  if (matchMedia(NARROW).matches && document.activeElement?.matches("input, textarea")) document.activeElement.blur();
  hold();
  if (!inSight(stage)) stage.scrollIntoView({ behavior: calmly(), block: "start" });
});

document.addEventListener("click", (event) => {
  const part = event.target.closest?.(".em-onward a");
  const panel = part && document.querySelector(part.getAttribute("href"));
  if (!panel) return;
  event.preventDefault();
  const fold = panel.querySelector("details");
  if (fold) fold.open = true;
  lead(panel);
  panel.querySelector("summary, button")?.focus({ preventScroll: true });
});

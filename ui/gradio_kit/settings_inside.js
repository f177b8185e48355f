// @ts-check
// Whether saved files carry the settings that painted them: one switch that a person sets once, kept in this browser.
// It stands wherever something is saved (input[data-inside]); all of them are the same one, and every link to a file
// that is made by `saveLink` follows it.

import { findAll } from "./elements.js";

const KEY = "emerge-settings-inside";
let inside = true;
inside = read();

/** Shows the switch as it stands, on everything that is on the page by now. */
export function showInside() {
  for (const box of findAll(document, "input[data-inside]", HTMLInputElement)) box.checked = inside;
  for (const link of findAll(document, "a[data-saves]", HTMLAnchorElement)) point(link);
}

/**
 * A link to a file: to one without the settings where the person wants none.
 *
 * @param {HTMLAnchorElement} link
 * @param {string} address
 */
export function saveLink(link, address) {
  link.dataset.saves = address;
  point(link);
}

/**
 * The address of a file, as the switch stands.
 *
 * @param {string} address
 */
export function asWanted(address) {
  const wanted = new URL(address, document.baseURI);
  if (!inside) wanted.searchParams.set("settings", "0");
  return wanted.href;
}

/** @param {HTMLAnchorElement} link */
function point(link) {
  const wanted = asWanted(link.dataset.saves ?? "");
  if (link.href !== wanted) link.href = wanted;
}

function read() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return inside; // a browser that keeps nothing: for as long as the page is open
  }
}

/** @param {boolean} on */
function choose(on) {
  inside = on;
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // kept in `inside` alone
  }
  showInside();
}

document.addEventListener("change", ({ target }) => {
  if (target instanceof HTMLInputElement && target.matches("input[data-inside]")) choose(target.checked);
});
// The Reset of a panel sets its fields back, and this is none of them.
document.addEventListener("reset", () => setTimeout(showInside));
window.addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  inside = read();
  showInside();
});

// Whether saved files carry the settings that painted them: one switch that a person sets once, kept in this browser.
// It stands wherever something is saved (input[data-inside]); all of them are the same one, and every link to a file
// that is made by `saveLink` follows it.

const KEY = "emerge-settings-inside";
let inside = true;
inside = read();

/** Shows the switch as it stands, on everything that is on the page by now. */
export function showInside() {
  for (const box of document.querySelectorAll("input[data-inside]")) box.checked = inside;
  for (const link of document.querySelectorAll("a[data-saves]")) point(link);
}

/** A link to a file: to one without the settings where the person wants none. */
export function saveLink(link, address) {
  link.dataset.saves = address;
  point(link);
}

/** The address of a file, as the switch stands. */
export function asWanted(address) {
  const wanted = new URL(address, document.baseURI);
  if (!inside) wanted.searchParams.set("settings", "0");
  return wanted.href;
}

function point(link) {
  const wanted = asWanted(link.dataset.saves);
  if (link.href !== wanted) link.href = wanted;
}

function read() {
  try {
    return localStorage.getItem(KEY) !== "off";
  } catch {
    return inside; // a browser that keeps nothing: for as long as the page is open
  }
}

function choose(on) {
  inside = on;
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // kept in `inside` alone
  }
  showInside();
}

document.addEventListener(
  "change",
  (event) => event.target.matches?.("input[data-inside]") && choose(event.target.checked),
);
// The Reset of a panel sets its fields back, and this is none of them.
document.addEventListener("reset", () => setTimeout(showInside));
window.addEventListener("storage", (event) => {
  if (event.key !== KEY) return;
  inside = read();
  showInside();
});

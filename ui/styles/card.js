// One style's card, and how it is found.

/** The words that somebody looks for; "#ink" is looked for among the tags alone. */
export function words(text) {
  const wanted = plain(text).trim();
  if (!wanted) return [];
  return wanted.startsWith("#") ? [wanted] : wanted.split(/\s+/);
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What a card is found by: name, note, and tags with their #. */
export function haystack({ name, note, tags }) {
  return plain([name, note, ...tags.map((tag) => `#${tag}`)].join("\n"));
}

/** A card in its cell, and on it what paints it in full once it has been tried. */
export function face(card) {
  const cell = document.createElement("div");
  cell.className = "em-slot";
  cell.setAttribute("role", "presentation");
  cell.append(front(card));
  if (card.painted) cell.append(full(card));
  cell.classList.toggle("em-tried", Boolean(card.tried));
  return cell;
}

function full({ key, name, seed }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "em-full";
  button.dataset.key = key;
  button.tabIndex = -1; // for the keyboard there is the one under the cards
  button.textContent = "Paint in full";
  button.setAttribute("aria-label", `Paint ${name} in full`);
  button.title =
    seed === null || seed === undefined
      ? "All steps, with the seed of this page"
      : `All steps, with the card's seed ${seed}`;
  return button;
}

function front({ key, name, thumbnail, own, note, favourite }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "em-card";
  button.dataset.key = key;
  button.draggable = key !== "";
  if (note) button.title = note;
  const picture = document.createElement("span");
  picture.className = "em-face";
  const initial = document.createElement("span");
  initial.className = "em-initial";
  initial.textContent = key ? ([...name][0] ?? "") : "“ ”";
  initial.setAttribute("aria-hidden", "true");
  picture.style.setProperty("--em-hue", String(hue(key)));
  picture.append(initial);
  if (thumbnail) picture.append(image(thumbnail));
  if (favourite) picture.append(star());
  const label = document.createElement("span");
  label.className = "em-card-name";
  label.textContent = name;
  button.append(picture, label);
  button.classList.toggle("em-own", own);
  return button;
}

function image(thumbnail) {
  const picture = document.createElement("img");
  picture.alt = "";
  picture.decoding = "async";
  picture.loading = "lazy";
  picture.draggable = false;
  picture.src = new URL(thumbnail, document.baseURI).href;
  picture.addEventListener("error", () => picture.remove());
  return picture;
}

function star() {
  const mark = document.createElement("span");
  mark.className = "em-starred";
  mark.textContent = "★";
  mark.setAttribute("aria-hidden", "true");
  return mark;
}

/** A quiet colour of its own for every style that has no picture yet. */
function hue(key) {
  let sum = 0;
  for (const letter of key) sum = (sum * 31 + letter.codePointAt(0)) % 360;
  return sum;
}

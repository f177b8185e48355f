// @ts-check
// The styles that there are, in their order: found by words, counted by tags, moved. Pure.

/**
 * A style, as `ui.styles.render` writes it.
 *
 * @typedef {object} Card
 * @property {string} key  "" for no style
 * @property {string} name
 * @property {string} thumbnail  its address, "" for none
 * @property {boolean} own  saved or imported by a person
 * @property {string} note
 * @property {string[]} tags
 * @property {boolean} [favourite]
 * @property {boolean} [painted]  its picture was painted on this page
 * @property {number | null} [seed]  with which it was
 * @property {string} [mix]
 * @property {string} [range]
 * @property {string} [finish]
 * @property {string} [credit]
 * @property {boolean} [tried]  just now, with others
 */

const MOST_TAGS = 8;

/** @type {Card} */
export const AS_WRITTEN = {
  key: "",
  name: "As written",
  thumbnail: "",
  own: false,
  note: "Your words, with no style's around them",
  tags: [],
};

/**
 * The words that somebody looks for; "#ink" is looked for among the tags alone.
 *
 * @param {string} text
 */
export function searchWords(text) {
  const wanted = plain(text).trim();
  if (!wanted) return [];
  return wanted.startsWith("#") ? [wanted] : wanted.split(/\s+/);
}

/**
 * Whether a card is found by these words: in its name, its note, and its tags with their #. Without words all are;
 * no style is no answer to any.
 *
 * @param {Card} card
 * @param {string[]} words  from `searchWords`
 */
export function isFound({ key, name, note, tags }, words) {
  if (key === "") return !words.length;
  const text = plain([name, note, ...tags.map((tag) => `#${tag}`)].join("\n"));
  return words.every((word) => text.includes(word));
}

/** @param {string} text */
function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

/**
 * The tags that most cards have, those of most cards first.
 *
 * @param {Card[]} cards
 */
export function commonTags(cards) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const tag of cards.flatMap((card) => card.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const most = [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, MOST_TAGS);
  return most.map(([tag]) => tag);
}

/**
 * Before which card one lies after a move, "" for behind all others; null where it cannot be moved.
 *
 * @param {string[]} keys  of all styles, in order
 * @param {string} key
 * @param {-1 | 1} by
 */
export function cardAfterMove(keys, key, by) {
  const to = keys.indexOf(key) + by;
  if (!key || to < 0 || to >= keys.length) return null;
  return keys[by < 0 ? to : to + 1] ?? "";
}

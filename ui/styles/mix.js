// @ts-check
// What is chosen: no style (""), one by its key, or a mix of several with their weights. Pure.

/** @typedef {{ key: string, weight: number }} Share */
/** @typedef {string | Share[]} Choice */

export const MOST_MIXED = 4;

/**
 * A choice as the shares of a mix.
 *
 * @param {Choice | null | undefined} choice
 * @returns {Share[]}
 */
export function sharesOf(choice) {
  return Array.isArray(choice) ? choice : [{ key: choice ?? "", weight: 1 }];
}

/**
 * A mix with a style more, or with one less where it has that already; null where it is full. No style is mixed in
 * where it is chosen, and not by being chosen before.
 *
 * @param {Choice | null | undefined} choice
 * @param {string} key
 * @returns {Choice | null}
 */
export function toggled(choice, key) {
  const shares = choice ? sharesOf(choice) : [];
  const others = shares.filter((share) => share.key !== key);
  if (others.length < shares.length) return others.length ? others : "";
  return shares.length < MOST_MIXED ? [...shares, { key, weight: 1 }] : null;
}

/**
 * What part of the whole each weight is, 0 to 1.
 *
 * @param {number[]} weights
 */
export function parts(weights) {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (sum ? weight / sum : 1 / weights.length));
}

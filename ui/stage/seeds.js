// @ts-check
// Which seeds painted a picture, and what its file is called by them.

const SEEDS = 2 ** 32;

/**
 * The seed and the variation seed of one of several pictures, null where there is none. Several pictures have the next
 * seed each; several variations have one seed, and the next variation seed each.
 *
 * @param {import("./status.js").Status} status
 * @param {number} image
 * @returns {[number | null, number | null]}
 */
export function seedsOf({ facts, variation_seed: varied = null }, image) {
  const own = typeof facts?.Seed === "number" ? facts.Seed : null;
  const next = (/** @type {number | null} */ seed) => (seed === null ? null : (seed + image) % SEEDS);
  return varied === null ? [next(own), null] : [own, next(varied)];
}

/**
 * What a file is called, without an ending: as on the server, by the seeds that paint it.
 *
 * @param {(number | null)[]} seeds
 * @param {string} otherwise  where there are none
 */
export function nameBySeeds(seeds, otherwise) {
  return `emerge-${seeds.filter((seed) => seed !== null).join("-") || otherwise}`;
}

// @ts-check
import { nameBySeeds, seedsOf } from "../../../ui/stage/seeds.js";
import { IDLE } from "../../../ui/stage/status.js";
import { equal, test } from "./testing.js";

test("several pictures have the next seed each, and after the last seed comes the first", () => {
  const status = { ...IDLE, facts: { Seed: 2 ** 32 - 2 } };
  equal(
    [0, 1, 2].map((image) => seedsOf(status, image)),
    [
      [2 ** 32 - 2, null],
      [2 ** 32 - 1, null],
      [0, null],
    ],
  );
});

test("several variations have one seed, and the next variation seed each", () => {
  equal(seedsOf({ ...IDLE, facts: { Seed: 7 }, variation_seed: 40 }, 2), [7, 42]);
});

test("where nothing was painted there is no seed", () => {
  equal(seedsOf(IDLE, 1), [null, null]);
});

test("a file is called by its seeds, or otherwise", () => {
  equal(
    [
      [7, 42],
      [7, null],
      [null, null],
    ].map((seeds) => nameBySeeds(seeds, "film")),
    ["emerge-7-42", "emerge-7", "emerge-film"],
  );
});

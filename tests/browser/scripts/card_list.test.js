// @ts-check
import { AS_WRITTEN, cardAfterMove, commonTags, isFound, searchWords } from "../../../ui/styles/card_list.js";
import { equal, test } from "./testing.js";

const INK = { ...AS_WRITTEN, key: "ink", name: "Tuschezeichnung é", note: "Wet brush", tags: ["ink", "Drawing"] };

/** @param {string} text */
const finds = (text) => isFound(INK, searchWords(text));

test("a card is found by all words of its name, its note and its tags, whatever their case and accents", () => {
  equal(["", "tusche", "BRUSH wet", "draw E"].map(finds), [true, true, true, true]);
  equal(["watercolour", "wet watercolour"].map(finds), [false, false]);
});

test("a word with # is looked for among the tags alone", () => {
  equal(["#ink", "#drawing", "#wet"].map(finds), [true, true, false]);
});

test("no style is offered only where nothing is looked for", () => {
  equal([isFound(AS_WRITTEN, []), isFound(AS_WRITTEN, searchWords("words"))], [true, false]);
});

test("the tags of most cards come first, those of as many by the alphabet, and eight at most", () => {
  const cards = [
    ["b", "z"],
    ["a", "z"],
    ["c", "d", "e", "f", "g", "h"],
  ].map((tags) => ({ ...INK, tags }));
  equal(commonTags(cards), ["z", "a", "b", "c", "d", "e", "f", "g"]);
});

test("a card that is moved comes to lie before another, or behind all", () => {
  const keys = ["a", "b", "c"];
  equal([cardAfterMove(keys, "b", -1), cardAfterMove(keys, "a", 1), cardAfterMove(keys, "b", 1)], ["a", "c", ""]);
});

test("a card at an end, and no style, are not moved", () => {
  const keys = ["a", "b"];
  equal([cardAfterMove(keys, "a", -1), cardAfterMove(keys, "b", 1), cardAfterMove(keys, "", 1)], [null, null, null]);
});

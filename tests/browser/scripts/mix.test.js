// @ts-check
import { MOST_MIXED, parts, sharesOf, toggled } from "../../../ui/styles/mix.js";
import { equal, test } from "./testing.js";

const ink = { key: "ink", weight: 1 };
const oil = { key: "oil", weight: 0.5 };

test("one style is a mix of one, and so is none", () => {
  equal([sharesOf("ink"), sharesOf(""), sharesOf(null)], [[ink], [{ key: "", weight: 1 }], [{ key: "", weight: 1 }]]);
});

test("a style is added to the one that was chosen, and none counts only where it is chosen itself", () => {
  equal(toggled("ink", "oil"), [ink, { key: "oil", weight: 1 }]);
  equal(toggled("", "ink"), [ink]);
  equal(toggled([ink], ""), [ink, { key: "", weight: 1 }]);
});

test("a style that is in the mix is taken out, the last of them too", () => {
  equal([toggled([ink, oil], "ink"), toggled([ink], "ink")], [[oil], ""]);
});

test("a full mix takes no more", () => {
  const full = Array.from({ length: MOST_MIXED }, (_, place) => ({ key: String(place), weight: 1 }));
  equal([toggled(full, "ink"), toggled(full, "0")?.length], [null, MOST_MIXED - 1]);
});

test("weights are parts of their sum, and equal parts where they are all nothing", () => {
  equal([parts([1, 0.5, 0.5]), parts([0, 0]), parts([])], [[0.5, 0.25, 0.25], [0.5, 0.5], []]);
});

// @ts-check
import { Strip, drawCover } from "../../../ui/stage/strip.js";
import { element, equal, picture, pixel, press, test } from "./testing.js";

/**
 * A strip of steps of which some are filled, and the steps that a person has moved to.
 *
 * @param {number} steps
 * @param {number} filled
 */
function filledStrip(steps, filled) {
  /** @type {number[]} */
  const moves = [];
  const strip = new Strip(element('<div style="width: 100px"></div>'), (index) => {
    moves.push(index);
    strip.point(index);
  });
  strip.reset(steps);
  for (let index = 0; index < filled; index += 1) strip.fill(index, picture(2, 2));
  strip.point(filled - 1);
  return { strip, moves };
}

test("a strip has a cell for each step, close together where there are many", () => {
  const { strip } = filledStrip(30, 0);
  equal([strip.element.children.length, strip.element.className], [30, ""]);
  strip.reset(31);
  equal([strip.element.children.length, strip.element.className], [31, "em-crowded"]);
});

test("arrow keys move by a step, page keys by a fifth, Home and End to the ends", () => {
  const { strip, moves } = filledStrip(20, 20);
  for (const key of ["ArrowLeft", "PageDown", "PageUp", "Home", "ArrowUp", "End"]) equal(strip.key(key), true);
  equal(moves, [18, 14, 18, 0, 1, 19]);
});

test("keys stay within the steps that are there", () => {
  const { strip, moves } = filledStrip(20, 3);
  for (const key of ["ArrowRight", "PageUp", "Home", "ArrowLeft"]) strip.key(key);
  equal(moves, [2, 2, 0, 0]);
});

test("a key that means nothing here is left to others", () => {
  const { strip, moves } = filledStrip(4, 4);
  equal([strip.key("a"), strip.key("Enter"), moves], [false, false, []]);
});

test("an empty strip answers no key", () => {
  const { strip, moves } = filledStrip(4, 0);
  press(strip.element, "ArrowLeft");
  equal([strip.key("Home"), moves], [false, []]);
});

test("a pointer moves to the step under it, for as long as it is down", () => {
  const { strip, moves } = filledStrip(4, 4);
  strip.element.setPointerCapture = () => {}; // there is no such pointer
  const { left } = strip.element.getBoundingClientRect();
  const send = (/** @type {string} */ name, /** @type {number} */ x) =>
    strip.element.dispatchEvent(new PointerEvent(name, { clientX: left + x }));
  send("pointermove", 90);
  send("pointerdown", 60);
  send("pointermove", 1000);
  send("pointerup", 1000);
  send("pointermove", 10);
  equal(moves, [2, 3]);
});

test("a screen reader hears which of how many steps is shown", () => {
  const { strip } = filledStrip(4, 0);
  const heard = () =>
    ["disabled", "valuemin", "valuemax", "valuenow", "valuetext"].map((name) =>
      strip.element.getAttribute(`aria-${name}`),
    );
  equal(heard(), ["true", "0", "0", "0", "no step yet"]);
  strip.fill(0, null);
  strip.fill(1, null);
  strip.point(1);
  equal(heard(), ["false", "1", "2", "2", "step 2 of 4"]);
});

test("a cell shows the middle of its picture", () => {
  const sheet = new OffscreenCanvas(30, 10);
  const context = sheet.getContext("2d");
  for (const [place, colour] of ["red", "lime", "blue"].entries()) {
    if (context) context.fillStyle = colour;
    context?.fillRect(place * 10, 0, 10, 10);
  }
  const canvas = Object.assign(document.createElement("canvas"), { width: 10, height: 10 });
  drawCover(canvas, sheet.transferToImageBitmap());
  for (const x of [1, 5, 8]) equal(pixel(canvas, x, 5), [0, 255, 0, 255]);
});

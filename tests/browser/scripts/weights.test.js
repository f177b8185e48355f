// @ts-check
import { Weights } from "../../../ui/styles/weights.js";
import { element, equal, test } from "./testing.js";

/** Two weights, and the mixes that were wanted. */
function twoWeights() {
  /** @type {unknown[]} */
  const wanted = [];
  const weights = new Weights(element("<div></div>"), (shares) => wanted.push(shares));
  const mix = ["ink", "oil"].map((key) => ({ key, weight: 1 }));
  weights.show(mix, (key) => key.toUpperCase());
  return { weights, mix, wanted, inputs: [...weights.element.querySelectorAll("input")] };
}

/** @param {Weights} weights */
const percents = ({ element: root }) => [...root.querySelectorAll("output")].map((output) => output.textContent);

test("each style of a mix has a slider by its name, and what it comes to", () => {
  const { weights, inputs } = twoWeights();
  equal(
    inputs.map((input) => input.getAttribute("aria-label")),
    ["Weight of INK", "Weight of OIL"],
  );
  equal([percents(weights), inputs[0].getAttribute("aria-valuetext")], [["50%", "50%"], "50%"]);
});

test("a slider that is moved changes the parts at once, and the mix when it is let go", () => {
  const { weights, wanted, inputs } = twoWeights();
  inputs[1].value = "0.25";
  inputs[1].dispatchEvent(new Event("input"));
  equal([percents(weights), wanted], [["80%", "20%"], []]);
  inputs[1].dispatchEvent(new Event("change"));
  equal(wanted, [
    [
      { key: "ink", weight: 1 },
      { key: "oil", weight: 0.25 },
    ],
  ]);
});

test("sliders stay in the document while their styles are the same", () => {
  const { weights, mix, inputs } = twoWeights();
  weights.show([{ ...mix[0], weight: 0 }, mix[1]], (key) => key.toUpperCase());
  equal([inputs[0].isConnected, inputs[0].value, percents(weights)], [true, "0", ["0%", "100%"]]);
  weights.show([], () => "");
  equal([inputs[0].isConnected, weights.element.hidden], [false, true]);
});

// @ts-check
import { IDLE } from "../../../ui/stage/status.js";
import { countLine, numbersLine, phaseLine, titleLine } from "../../../ui/stage/words.js";
import { equal, test } from "./testing.js";

/** @param {Partial<import("../../../ui/stage/status.js").Status>} fields */
const status = (fields) => ({ ...IDLE, ...fields });

test("the stage says what the painting does", () => {
  equal(
    [
      phaseLine(status({ state: "queued", position: 2 })),
      phaseLine(status({ state: "queued" })),
      phaseLine(status({ state: "running", phase: "denoising" })),
      phaseLine(status({ state: "running", phase: "new" })),
      phaseLine(status({ state: "running", phase: "denoising", stopping: true })),
      phaseLine(status({ state: "done" })),
      phaseLine(status({ state: "done", example: true })),
    ],
    ["Waiting in line, number 2", "Waiting", "Painting", "Starting", "Stopping", "Done", "An example, painted earlier"],
  );
});

test("a slow step is told in seconds and a quick one in steps a second", () => {
  const running = { state: /** @type {const} */ ("running"), eta_s: 12.3 };
  equal(numbersLine(status({ ...running, steps_per_s: 2.5 })), "2.5 it/s · 12 s left");
  equal(numbersLine(status({ ...running, steps_per_s: 0.5 })), "2.0 s/it · 12 s left");
  equal(numbersLine(status({ state: "done", elapsed_s: 4.26 })), "4.3 s");
});

test("the title of the page counts, and an example is none of a person's paintings", () => {
  equal(titleLine(status({ state: "loading" }), 0), "… Emerge");
  equal(titleLine(status({ state: "running", steps: 20 }), 3), "3/20 Emerge");
  equal(titleLine(status({ state: "done" }), 20), "✓ Emerge");
  equal(titleLine(status({ state: "done", example: true }), 20), "Emerge");
  equal([countLine(3, 20), countLine(0, 0)], ["step 3 of 20", ""]);
});

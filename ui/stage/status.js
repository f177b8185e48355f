// @ts-check
// What Python says of a run (`ui.stage.render`), and what its states mean.

/** @typedef {"idle" | "queued" | "loading" | "running" | "done" | "stopped" | "failed"} State */

/**
 * @typedef {object} Status
 * @property {string | null} job  null where nothing is on the stage
 * @property {State} state
 * @property {string | null} [phase]
 * @property {number} step  how many steps are there
 * @property {number} steps  of how many
 * @property {number | null} [position]  in the queue, from 1
 * @property {number | null} [eta_s]
 * @property {number | null} [elapsed_s]
 * @property {number | null} [steps_per_s]
 * @property {number} [num_images]
 * @property {string[]} [views]  keys of the views that it can be seen in; without, all of them
 * @property {string | null} [error]
 * @property {string[]} [notes]
 * @property {boolean} [photo]  it began with a photo
 * @property {import("./facts.js").Facts} [facts]
 * @property {number | null} [variation_seed]
 * @property {boolean} [example]
 * @property {boolean} [kept]  it comes from the history, and no job stands behind it
 * @property {boolean} [series]  one of several that are painted one after the other
 * @property {string} [badge]
 * @property {string} [invite]
 * @property {string} [readiness]
 * @property {boolean} [stopping]  Stop was pressed here, and the server has not said so yet
 */

/** @type {Status} */
export const IDLE = { job: null, state: "idle", step: 0, steps: 0 };

/** @param {State} state */
export const isBusy = (state) => state === "queued" || state === "loading" || state === "running";

/** @param {State} state */
export const isOver = (state) => state === "done" || state === "stopped" || state === "failed";

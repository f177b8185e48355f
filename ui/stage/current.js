// @ts-check
// Which run is on the stage. The stage says so here; the other panels, the keys of the page and the snippets of
// ui/painting/wiring.py read it here, and hear of every change. Before there is a stage, nothing is on it.

/** @typedef {import("./stage.js").Stage} Stage */
/** @typedef {import("./status.js").Status} Status */

/**
 * @typedef {object} Current
 * @property {string} job  "" for none
 * @property {import("./status.js").State} state  as it is seen: done is what has been drawn to its end
 * @property {boolean} example
 * @property {number} steps  how many can be looked at
 * @property {number} images  how many are painted at once
 * @property {number | null} image  which of them is looked at, null for all of them or none
 */

const TAB_KEY = "emerge-job"; // a tab's own storage: a reload finds its job again, another tab does not

/** @type {Current} */
let current = { job: "", state: "idle", example: false, steps: 0, images: 1, image: null };
/** @type {Stage | null} */
let stage = null;
const changes = new EventTarget();

export function currentRun() {
  return current;
}

/**
 * Calls `listener` with what is on the stage: now, and whenever that changes.
 *
 * @param {(run: Current) => void} listener
 */
export function followRun(listener) {
  changes.addEventListener("change", () => listener(current));
  listener(current);
}

/**
 * For the stage: that it is there.
 *
 * @param {Stage} entered
 */
export function setStage(entered) {
  stage = entered;
}

/**
 * For the stage: what is on it.
 *
 * @param {Current} run
 */
export function setCurrentRun(run) {
  if (JSON.stringify(run) === JSON.stringify(current)) return;
  current = run;
  changes.dispatchEvent(new Event("change"));
}

/** @param {string} job  that this tab has painted last, after a reload too */
export function setTabJob(job) {
  sessionStorage.setItem(TAB_KEY, job);
}

/** The job that this tab has painted last, "" for none. */
export function tabJob() {
  return sessionStorage.getItem(TAB_KEY) ?? "";
}

/** Stops what moves on the stage. Gives back the job to stop on the server, "" for none. */
export function stop() {
  return stage?.stop() ?? "";
}

/** What the picture that is looked at was painted by, null before there is a stage. */
export function painted() {
  return stage?.painted() ?? null;
}

/**
 * What a file of the picture that is looked at is called, without an ending.
 *
 * @param {string} otherwise  where it has no seeds
 */
export function fileName(otherwise) {
  return stage?.fileName(otherwise) ?? `emerge-${otherwise}`;
}

/**
 * Puts a run onto the stage that was painted earlier.
 *
 * @param {Status} status
 */
export function showRun(status) {
  stage?.update(status);
}

/**
 * Moves through the steps by the name of a key. Whether it meant something.
 *
 * @param {string} key
 */
export function walk(key) {
  return stage?.viewer.strip.key(key) ?? false;
}

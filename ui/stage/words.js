// @ts-check
// What the stage says, from a status to plain sentences. No user text passes through here.

import { isBusy } from "./status.js";

/** @typedef {import("./status.js").Status} Status */

/** @type {Record<string, string>} */
const PHASES = {
  loading: "Loading the model",
  encoding: "Reading the prompt",
  denoising: "Painting",
  decoding: "Developing the picture",
  finishing: "Finishing",
};

/** @param {Status} status */
export function phaseLine(status) {
  switch (status.state) {
    case "queued":
      return status.position ? `Waiting in line, number ${status.position}` : "Waiting";
    case "loading":
    case "running":
      return status.stopping ? "Stopping" : (PHASES[status.phase ?? ""] ?? "Starting");
    case "done":
      return status.example ? "An example, painted earlier" : "Done";
    case "stopped":
      return "Stopped";
    case "failed":
      return "No picture";
    default:
      return status.readiness ?? "";
  }
}

/**
 * @param {number} step
 * @param {number} steps
 */
export function countLine(step, steps) {
  return steps ? `step ${step} of ${steps}` : "";
}

/** @param {Status} status */
export function numbersLine(status) {
  const parts = [];
  const speed = status.steps_per_s;
  const busy = isBusy(status.state);
  if (speed && status.state !== "queued") {
    parts.push(speed >= 1 ? `${speed.toFixed(1)} it/s` : `${(1 / speed).toFixed(1)} s/it`);
  }
  if (busy && status.eta_s != null) parts.push(`${seconds(status.eta_s)} left`);
  if (!busy && status.elapsed_s) parts.push(seconds(status.elapsed_s));
  return parts.join(" · ");
}

/** @param {number} value */
export function seconds(value) {
  const whole = Math.round(value);
  if (whole >= 90) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return value >= 10 ? `${whole} s` : `${value.toFixed(1)} s`;
}

/**
 * The title of the page.
 *
 * @param {Status} status
 * @param {number} step
 */
export function titleLine(status, step) {
  if (status.state === "queued" || status.state === "loading") return "… Emerge";
  if (status.state === "running") return `${step}/${status.steps} Emerge`;
  if (status.state === "done" && !status.example) return "✓ Emerge";
  return "Emerge";
}

// @ts-check
// Plays the steps of a run in order, at a pace that the eye can follow.
//
// A run may be faster than the eye (20 steps in a second) or come in bursts (a slow network). The player shows every
// step once, 60 ms apart, hurries so as never to lag more than a second, and finishes the rest one display frame each
// as soon as the run is done.

/** @typedef {import("./frames.js").Picture} Picture */

export const PACE_MS = 60;
export const MAX_LAG_MS = 1000;

/**
 * How long the next step waits for its turn when `waiting` steps have not been shown yet.
 *
 * @param {number} waiting
 * @param {boolean} hurry
 */
export function pause_ms(waiting, hurry) {
  if (hurry) return 0;
  return Math.min(PACE_MS, MAX_LAG_MS / Math.max(1, waiting));
}

/** @returns {Promise<void>} */
export function displayFrame() {
  if (document.hidden) return new Promise((resume) => setTimeout(resume, 0));
  return new Promise((resume) => {
    // A tab hidden in the middle of a wait gets no display frames: the timer goes on for it.
    const timer = setTimeout(resume, 100);
    requestAnimationFrame(() => {
      clearTimeout(timer);
      resume();
    });
  });
}

export class Player {
  /**
   * @param {object} part
   * @param {(index: number) => Promise<Picture>} part.load
   * @param {(index: number, picture: Picture, how?: { behind: boolean }) => void} part.show  draws a step; `behind`: the
   *   canvas has gone on already, and it is for the film strip alone
   * @param {() => void} part.drained  all steps of a run that is done have been shown
   */
  constructor({ load, show, drained }) {
    this.load = load;
    this.show = show;
    this.drained = drained;
    this.loaded = 0;
    this.shown = 0;
    this.hurry = false;
    this.live = false; // only the newest step is shown, without a wait for the eye
    this.ended = false;
    this.running = false;
    this.generation = 0;
  }

  /**
   * So many steps are there now.
   *
   * @param {number} steps
   */
  feed(steps) {
    if (this.ended || steps <= this.loaded) return;
    for (let index = this.loaded; index < steps; index += 1) this.load(index);
    this.loaded = steps;
    this.#run();
  }

  /** The run is done: show the rest quickly, then call `drained`. */
  finish() {
    if (this.ended) return;
    this.hurry = true;
    this.#run();
  }

  /** Stop at once, wherever the player is. */
  freeze() {
    this.ended = true;
    this.generation += 1;
    this.running = false;
  }

  async #run() {
    if (this.running) return;
    this.running = true;
    const generation = this.generation;
    let last = 0;
    while (this.shown < this.loaded) {
      if (this.live && !this.hurry) this.#skipToNewest();
      const picture = await this.load(this.shown);
      await displayFrame();
      const wait = last + pause_ms(this.loaded - this.shown, this.hurry) - performance.now();
      if (wait > 4) await new Promise((resume) => setTimeout(resume, wait));
      if (generation !== this.generation) return;
      last = performance.now();
      this.show(this.shown, picture);
      this.shown += 1;
    }
    this.running = false;
    if (this.hurry && !this.ended) {
      this.ended = true;
      this.drained();
    }
  }

  #skipToNewest() {
    while (this.shown < this.loaded - 1) {
      const index = this.shown;
      this.load(index).then((picture) => this.show(index, picture, { behind: true }));
      this.shown += 1;
    }
  }
}

// @ts-check
// Which step of the run is looked at, in which view, and of which picture: by hand, or one after the other in a replay.

import { find } from "../gradio_kit/elements.js";
import { Easel } from "./easel.js";
import { isBusy } from "./status.js";
import { Strip } from "./strip.js";
import { Views } from "./views.js";

/** @typedef {import("./frames.js").Frames} Frames */
/** @typedef {import("./frames.js").Picture} Picture */

const REPLAY_MS = 90;
const LAST_STEP_MS = 2600; // how long a replay rests on the finished picture

export class StepViewer {
  /**
   * @param {HTMLElement} root
   * @param {import("./views.js").View[]} views
   * @param {() => import("./status.js").Status} status  of the run that is looked at
   * @param {() => void} changed
   */
  constructor(root, views, status, changed) {
    this.root = root;
    this.status = status;
    this.changed = changed;
    this.easel = new Easel(root);
    this.strip = new Strip(find(root, ".em-strip", HTMLElement), (index) => this.scrub(index));
    this.views = new Views(find(root, ".em-views", HTMLElement), views, (view) => this.showView(view));
    root.dataset.view = this.views.key;
    /** @type {Frames | null} */
    this.frames = null;
    this.cursor = -1;
    this.following = true; // the newest step of a run that goes on
    /** @type {object | null} a replay that goes on */
    this.replay = null;
    /** @type {Picture} */
    this.result = null;
  }

  /**
   * Another run, or none. The last picture stays until the first step of the new one covers it.
   *
   * @param {Frames | null} frames
   * @param {number} steps
   */
  open(frames, steps) {
    this.easel.compareWith(null);
    this.result = null;
    this.cursor = -1;
    this.following = true;
    this.frames = frames;
    this.strip.reset(steps);
    if (!frames) this.easel.clear();
  }

  /**
   * @param {number} index
   * @param {Picture} picture
   */
  show(index, picture) {
    this.cursor = index;
    this.strip.point(index);
    this.root.dataset.shown = String(index + 1);
    const { steps } = this.status();
    const result = index === steps - 1 && this.views.isFirst ? this.result : null;
    this.easel.draw(
      result ?? picture,
      result ? "The finished picture" : `The picture at step ${index + 1} of ${steps}`,
    );
    this.changed();
  }

  /** The finished picture takes the place of its last step. */
  async showResult() {
    const { frames } = this;
    if (!frames) return;
    const { chosen } = frames;
    const picture = await frames.loadResult();
    if (this.frames !== frames || frames.chosen !== chosen || !picture) return;
    this.result = picture;
    if (this.views.isFirst && this.cursor === this.status().steps - 1) this.show(this.cursor, picture);
  }

  /**
   * The same steps once more, larger.
   *
   * @param {number} steps
   */
  async upgrade(steps) {
    const { frames, views } = this;
    if (!frames) return;
    const fresh = await frames.upgrade(views.first, steps);
    if (this.frames !== frames || !views.isFirst) return;
    fresh.forEach((picture, index) => picture && this.strip.fill(index, picture));
    if (!this.replay && this.cursor >= 0) this.goTo(this.cursor);
  }

  /** @param {number} index */
  async goTo(index) {
    this.cursor = index;
    this.strip.point(index);
    const isWanted = this.#wanted();
    const picture = (await this.frames?.load(this.views.key, index)) ?? null;
    if (isWanted() && this.cursor === index) this.show(index, picture);
  }

  /** Tells later whether the same view of the same picture of the same run is still looked at. */
  #wanted() {
    const { frames, views } = this;
    const { key } = views;
    const chosen = frames?.chosen;
    return () => this.frames === frames && views.key === key && frames?.chosen === chosen;
  }

  /**
   * The person moves through the steps; a run that goes on is followed again from its newest step.
   *
   * @param {number} index
   */
  scrub(index) {
    this.pause();
    this.following = isBusy(this.status().state) && index >= this.strip.filled - 1;
    return this.goTo(index);
  }

  async play() {
    const { frames, strip } = this;
    if (!frames || !strip.filled) return;
    if (isBusy(this.status().state)) {
      this.following = true;
      return this.goTo(strip.filled - 1);
    }
    const replay = (this.replay = {});
    this.changed();
    let index = this.cursor >= strip.filled - 1 ? 0 : this.cursor;
    while (this.replay === replay && this.frames === frames) {
      await this.goTo(index);
      const last = index >= strip.filled - 1;
      await new Promise((resume) => setTimeout(resume, last ? LAST_STEP_MS : REPLAY_MS));
      if (last && !this.status().example) break;
      index = last ? 0 : index + 1;
    }
    if (this.replay === replay) this.pause();
  }

  pause() {
    this.replay = null;
    this.changed();
  }

  toggle() {
    if (this.replay) this.pause();
    else this.play();
  }

  /** @param {string[] | undefined} keys  of the views that the run can be seen in, undefined for all */
  offer(keys) {
    const other = this.views.offer(keys);
    if (other) this.showView(other);
  }

  /** @param {string} view */
  showView(view) {
    if (view === this.views.key) return;
    this.views.show(view);
    this.root.dataset.view = view;
    if (this.frames) this.#redraw();
  }

  /**
   * Which of several pictures is looked at; null shows all of them.
   *
   * @param {number | null} image
   */
  showImage(image) {
    const { frames } = this;
    if (!frames || frames.chosen === image) return;
    frames.chosen = image;
    this.result = null;
    this.easel.compareWith(null);
    if (this.status().state === "done") this.showResult();
    this.#redraw();
    this.changed();
  }

  /** Everything that is shown, once more: another view or another picture is wanted. */
  #redraw() {
    if (this.cursor >= 0) this.goTo(this.cursor);
    const isWanted = this.#wanted();
    for (let index = 0; index < this.strip.filled; index += 1) {
      this.frames?.load(this.views.key, index).then((picture) => isWanted() && this.strip.fill(index, picture));
    }
  }

  /** The photo beside the picture, or no longer. */
  async compare() {
    const { frames } = this;
    const photo = this.easel.photo || !frames ? null : await frames.loadPhoto();
    if (this.frames !== frames) return;
    this.easel.compareWith(photo);
    this.changed();
  }
}

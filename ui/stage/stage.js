// @ts-check
// The stage: shows a run while it happens and afterwards. Its value is one small status; pictures come by their own
// route (frames.js). Everything that a person wrote goes in by textContent.

import { find } from "../gradio_kit/elements.js";
import { setCurrentRun, setStage, setTabJob } from "./current.js";
import { Frames } from "./frames.js";
import { awaitFullFrames } from "./full_frames.js";
import { describe } from "./labels.js";
import { Player } from "./player.js";
import { asRadios } from "./radios.js";
import { nameBySeeds, seedsOf } from "./seeds.js";
import { IDLE, isBusy, isOver } from "./status.js";
import { StepViewer } from "./step_viewer.js";

/** @typedef {import("./frames.js").Picture} Picture */
/** @typedef {import("./status.js").Status} Status */

/** @param {import("../gradio_kit/component.js").Component<Status, { views: import("./views.js").View[] }>} component */
export function mount({ element, props, watch }) {
  const stage = new Stage(find(element, ".em-stage", HTMLElement), props.views);
  watch("value", () => stage.update(props.value));
  setStage(stage);
  stage.update(props.value);
  return stage;
}

export class Stage {
  /**
   * @param {HTMLElement} root
   * @param {import("./views.js").View[]} views
   */
  constructor(root, views) {
    this.root = root;
    this.part = (/** @type {string} */ name) => find(root, `.em-${name}`, HTMLElement);
    this.play = find(root, ".em-play", HTMLButtonElement);
    this.save = find(root, ".em-save", HTMLAnchorElement);
    this.viewer = new StepViewer(
      root,
      views,
      () => this.status,
      () => this.describe(),
    );
    /** @type {Status} */
    this.status = IDLE;
    this.drawn = 0;
    /** @type {Player | null} */
    this.player = null;
    this.draining = false; // the run is done, and its last steps are still drawn one by one
    /** @type {string | null} why the last request was refused, until one is not */
    this.refusal = null;
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.#listen();
  }

  /** @param {Status | null} [value]  what the server says now */
  update(value) {
    const status = { ...IDLE, ...(value ?? {}) };
    if (!status.job && status.state === "failed") return this.#refuse(status.error ?? null);
    if (status.job !== this.status.job) this.#open(status);
    else if (isOver(this.status.state) && !isOver(status.state)) return;
    const stopping = this.status.stopping && isBusy(status.state);
    this.status = { ...status, stopping };
    document.documentElement.classList.toggle("em-series", Boolean(status.series));
    this.viewer.offer(status.views);
    if (status.job) this.#advance();
    else this.#settle();
  }

  /**
   * A request was refused before it ran: what is on the stage stays as it is, and the reason is said.
   *
   * @param {string | null} error
   */
  #refuse(error) {
    this.refusal = error;
    if (!isBusy(this.status.state)) this.viewer.pause();
    if (!this.status.job || this.status.example) this.status = { ...this.status, state: "failed" };
    this.describe();
  }

  /** @param {Status} status  of a new run, which takes the stage */
  #open(status) {
    this.viewer.pause();
    this.player?.freeze();
    this.refusal = null;
    const frames = status.job ? new Frames(status.job, { count: status.num_images ?? 1 }) : null;
    if (status.job && !status.example) setTabJob(status.job);
    this.viewer.open(frames, status.steps);
    this.player = this.#newPlayer(frames);
    this.#setDrawn(0);
  }

  /** @param {Frames | null} frames */
  #newPlayer(frames) {
    /** @type {Player} */
    const player = new Player({
      load: (index) => frames?.load(this.viewer.views.key, index) ?? Promise.resolve(null),
      show: (index, picture, how) => this.player === player && this.#drawStep(index, picture, how),
      drained: () => this.player === player && this.#settle(),
    });
    player.live = this.player?.live ?? false;
    return player;
  }

  /** @param {number} steps  how many have been drawn. The attribute speaks of people's own runs, which an example is not. */
  #setDrawn(steps) {
    this.drawn = steps;
    this.root.dataset.step = this.status.example ? "0" : String(steps);
  }

  #advance() {
    const { status, player } = this;
    if (status.stopping || !player) return this.describe();
    if (status.steps !== this.viewer.strip.cells.length) this.viewer.strip.reset(status.steps);
    if (status.state === "stopped" || status.state === "failed") {
      player.freeze();
      this.#catchUp(status.step);
      return this.#settle();
    }
    player.feed(status.step);
    if (status.state === "done" && player.ended) {
      this.#catchUp(status.step);
      return this.#settle();
    }
    if (status.state === "done") {
      this.draining = true;
      player.finish();
    }
    this.describe();
  }

  /**
   * @param {number} index
   * @param {Picture} picture
   */
  #drawStep(index, picture, { behind = false } = {}) {
    this.viewer.strip.fill(index, picture);
    this.#setDrawn(Math.max(index + 1, this.drawn));
    if (this.viewer.following && !behind) this.viewer.show(index, picture);
    this.describe();
  }

  /** @param {number} steps  after a stop, every finished one goes into the strip at once, the last onto the canvas */
  #catchUp(steps) {
    this.#setDrawn(steps);
    const { frames, strip, views } = this.viewer;
    for (let index = 0; index < steps; index += 1) {
      frames?.load(views.key, index).then((picture) => {
        if (this.viewer.frames !== frames) return;
        strip.fill(index, picture);
        if (index === steps - 1 && this.viewer.following) this.viewer.show(index, picture);
      });
    }
  }

  /** The run is over and everything has been shown: state, result, replay. */
  #settle() {
    this.draining = false;
    this.describe();
    if (this.status.state !== "done") return;
    this.#setDrawn(this.status.steps);
    this.viewer.showResult();
    if (this.status.kept) return; // its frames are of full size already, and no job stands behind it
    if (!this.status.example) this.#upgrade();
    else if (!this.still.matches) this.viewer.play();
  }

  async #upgrade() {
    const { frames } = this.viewer;
    if (!frames) return;
    const steps = await awaitFullFrames(frames, () => this.viewer.frames === frames);
    if (steps) await this.viewer.upgrade(steps);
  }

  describe() {
    describe(this);
    const { status, viewer } = this;
    const { frames, strip } = viewer;
    setCurrentRun({
      job: status.job ?? "",
      state: this.draining && status.state === "done" ? "running" : status.state,
      example: Boolean(status.example),
      steps: strip.filled,
      images: frames?.count ?? 1,
      image: frames?.chosen ?? null,
    });
  }

  /** Stop was pressed: nothing moves any more, whatever is still on its way. Gives back the job to stop, "" for none. */
  stop() {
    if (!isBusy(this.status.state)) return "";
    this.status = { ...this.status, stopping: true };
    this.player?.freeze();
    this.describe();
    return this.status.job ?? "";
  }

  /** What the picture that is looked at was painted by: its own seeds, the first picture's seed, and the whole prompt. */
  painted() {
    const [seed, variation_seed] = this.#seeds();
    const { facts } = this.status;
    return { seed, variation_seed, first: facts?.Seed ?? null, prompt: facts?.Prompt ?? null };
  }

  /** @param {string} otherwise */
  fileName(otherwise) {
    return nameBySeeds(this.#seeds(), otherwise);
  }

  #seeds() {
    return seedsOf(this.status, this.viewer.frames?.chosen ?? 0);
  }

  #listen() {
    const { viewer } = this;
    this.play.addEventListener("click", () => viewer.toggle());
    this.part("compare").addEventListener("click", () => viewer.compare());
    this.part("pace").addEventListener("click", () => {
      const live = !this.player?.live;
      if (this.player) this.player.live = live;
      this.part("pace").setAttribute("aria-pressed", String(live));
    });
    asRadios(this.part("pictures"), ({ dataset }) => viewer.showImage(dataset.image ? Number(dataset.image) : null));
    viewer.strip.element.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      viewer.toggle();
    });
  }
}

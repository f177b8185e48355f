// The stage: shows a run while it happens and afterwards. Its value is one small status; pictures come by their own
// route (frames.js). Everything that a person wrote goes in by textContent.

import { Easel } from "./easel.js";
import { Frames } from "./frames.js";
import { BUSY, OVER, describe } from "./labels.js";
import { Player } from "./player.js";
import { asRadios } from "./radios.js";
import { Strip } from "./strip.js";

const IDLE = { job: null, state: "idle", step: 0, steps: 0 };
const TAB_KEY = "emerge-job"; // a tab's own storage: a reload finds its job again, another tab does not
const REPLAY_MS = 90;
const FULL_FRAMES_POLL_MS = 700;
const FULL_FRAMES_POLLS = 90;

export function mount({ element, props, watch }) {
  const stage = new Stage(element.querySelector(".em-stage"));
  watch("value", () => stage.take(props.value));
  stage.take(props.value);
  window.emergeStage = stage;
  return stage;
}

export class Stage {
  constructor(root) {
    this.root = root;
    this.part = (name) => root.querySelector(`.em-${name}`);
    this.easel = new Easel(root);
    this.strip = new Strip(this.part("strip"), (index) => this.scrub(index));
    this.status = IDLE;
    this.drawn = 0;
    this.frames = null;
    this.player = null;
    this.view = "x0";
    this.cursor = -1;
    this.following = true;
    this.replay = null;
    this.result = null;
    this.refusal = null; // why the last request was refused, until one is not
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.#listen();
  }

  // ---- what the server tells

  take(value) {
    const status = { ...IDLE, ...(value ?? {}) };
    if (!status.job && status.state === "failed") return this.#refuse(status.error);
    if (status.job !== this.status.job) this.#open(status);
    else if (OVER.has(this.status.state) && !OVER.has(status.state)) return;
    const stopping = this.status.stopping && BUSY.has(status.state);
    this.status = { ...status, stopping };
    document.documentElement.classList.toggle("em-series", Boolean(status.series));
    if (status.job) this.#advance();
    else this.#settle();
  }

  /** A request was refused before it ran: what is on the stage stays as it is, and the reason is said. */
  #refuse(error) {
    this.refusal = error;
    if (!BUSY.has(this.status.state)) this.#pause();
    if (!this.status.job || this.status.example) this.status = { ...this.status, state: "failed" };
    describe(this);
  }

  /** A new run takes the stage. The last picture stays until the first step of the new one covers it. */
  #open(status) {
    this.#pause();
    this.player?.freeze();
    this.easel.compareWith(null);
    this.result = null;
    this.refusal = null;
    this.cursor = -1;
    this.following = true;
    this.frames = status.job ? new Frames(status.job, { count: status.num_images ?? 1 }) : null;
    if (status.job && !status.example) sessionStorage.setItem(TAB_KEY, status.job);
    this.strip.reset(status.steps);
    if (!status.job) this.easel.clear();
    const frames = this.frames;
    const player = new Player({
      load: (index) => frames.load(this.view, index),
      show: (index, picture, how) => this.player === player && this.#arrive(index, picture, how),
      drained: () => this.player === player && this.#settle(),
    });
    player.live = this.player?.live ?? false;
    this.player = player;
    this.#drew(0);
  }

  /** So many steps have been drawn. The attribute speaks of people's own runs, which an example is not. */
  #drew(steps) {
    this.drawn = steps;
    this.root.dataset.step = this.status.example ? "0" : String(steps);
  }

  #advance() {
    const { status, player } = this;
    if (status.stopping) return describe(this);
    if (status.steps !== this.strip.cells.length) this.strip.reset(status.steps);
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
      this.root.classList.add("em-draining");
      player.finish();
    }
    describe(this);
  }

  #arrive(index, picture, { behind = false } = {}) {
    this.strip.fill(index, picture);
    this.#drew(Math.max(index + 1, this.drawn));
    if (this.following && !behind) this.#show(index, picture);
    describe(this);
  }

  /** After a stop: every finished step into the strip at once, and the last one onto the canvas. */
  #catchUp(steps) {
    const { frames } = this;
    this.#drew(steps);
    for (let index = 0; index < steps; index += 1) {
      frames.load(this.view, index).then((picture) => {
        if (this.frames !== frames) return;
        this.strip.fill(index, picture);
        if (index === steps - 1 && this.following) this.#show(index, picture);
      });
    }
  }

  /** The run is over and everything has been shown: state, result, replay. */
  #settle() {
    this.root.classList.remove("em-draining");
    describe(this);
    if (this.status.state === "done") {
      this.#drew(this.status.steps);
      this.#showResult(this.frames);
      if (this.status.kept) return; // its frames are of full size already, and no job stands behind it
      if (!this.status.example) this.#awaitFullFrames(this.frames);
      else if (!this.still.matches) this.play();
    }
  }

  async #showResult(frames) {
    const { chosen } = frames;
    const picture = await frames.loadResult();
    if (this.frames !== frames || frames.chosen !== chosen || !picture) return;
    this.result = picture;
    if (this.view === "x0" && this.cursor === this.status.steps - 1) this.#show(this.cursor, picture);
  }

  async #awaitFullFrames(frames) {
    for (let poll = 0; poll < FULL_FRAMES_POLLS; poll += 1) {
      await new Promise((resume) => setTimeout(resume, FULL_FRAMES_POLL_MS));
      if (this.frames !== frames) return;
      if (document.hidden) continue;
      const answer = await fetch(frames.file("status.json")).catch(() => null);
      if (!answer || !answer.ok) return;
      const { full_frames: ready = 0, steps = 0 } = await answer.json();
      if (steps && ready >= steps) return this.#takeFullFrames(frames, steps);
    }
  }

  async #takeFullFrames(frames, steps) {
    const fresh = await frames.upgrade("x0", steps);
    if (this.frames !== frames || this.view !== "x0") return;
    fresh.forEach((picture, index) => picture && this.strip.fill(index, picture));
    if (!this.replay && this.cursor >= 0) this.goTo(this.cursor);
  }

  // ---- what is shown

  #show(index, picture) {
    this.cursor = index;
    this.strip.point(index);
    this.root.dataset.shown = String(index + 1);
    const { steps } = this.status;
    const final = index === steps - 1 && this.view === "x0" && this.result;
    this.easel.draw(final || picture, final ? "The finished picture" : `The picture at step ${index + 1} of ${steps}`);
    describe(this);
  }

  async goTo(index) {
    const { frames, view } = this;
    this.cursor = index;
    this.strip.point(index);
    const { chosen } = frames;
    const picture = await frames.load(view, index);
    const still = this.frames === frames && this.view === view && frames.chosen === chosen && this.cursor === index;
    if (still) this.#show(index, picture);
  }

  /** The person moves through the steps; a run that goes on is followed again from its newest step. */
  scrub(index) {
    this.#pause();
    this.following = BUSY.has(this.status.state) && index >= this.strip.filled - 1;
    return this.goTo(index);
  }

  async play() {
    const { frames, strip } = this;
    if (!frames || !strip.filled) return;
    if (BUSY.has(this.status.state)) {
      this.following = true;
      return this.goTo(strip.filled - 1);
    }
    const replay = (this.replay = {});
    describe(this);
    let index = this.cursor >= strip.filled - 1 ? 0 : this.cursor;
    while (this.replay === replay && this.frames === frames) {
      await this.goTo(index);
      const last = index >= strip.filled - 1;
      await new Promise((resume) => setTimeout(resume, last ? 2600 : REPLAY_MS));
      if (last && !this.status.example) break;
      index = last ? 0 : index + 1;
    }
    if (this.replay === replay) this.#pause();
  }

  #pause() {
    this.replay = null;
    describe(this);
  }

  toggle() {
    if (this.replay) this.#pause();
    else this.play();
  }

  async look(view) {
    if (view === this.view) return;
    this.view = view;
    this.root.dataset.view = view;
    for (const button of this.part("views").children) {
      const on = button.dataset.view === view;
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on ? 0 : -1;
    }
    if (this.frames) this.#redraw();
  }

  /** Which of several pictures is looked at; null shows all of them. */
  choose(image) {
    const { frames } = this;
    if (!frames || frames.chosen === image) return;
    frames.chosen = image;
    this.result = null;
    this.easel.compareWith(null);
    if (this.status.state === "done") this.#showResult(frames);
    this.#redraw();
    describe(this);
  }

  /** Everything that is shown, once more: another view or another picture is wanted. */
  #redraw() {
    const { frames, view } = this;
    const { chosen } = frames;
    if (this.cursor >= 0) this.goTo(this.cursor);
    for (let index = 0; index < this.strip.filled; index += 1) {
      frames.load(view, index).then((picture) => {
        if (this.view === view && this.frames === frames && frames.chosen === chosen) this.strip.fill(index, picture);
      });
    }
  }

  /** Stop was pressed: nothing moves any more, whatever is still on its way. Gives back the job to stop. */
  stopping() {
    if (!BUSY.has(this.status.state)) return "";
    this.status = { ...this.status, stopping: true };
    this.player?.freeze();
    describe(this);
    return this.status.job ?? "";
  }

  /** The run on the stage. */
  job() {
    return this.status.job ?? "";
  }

  /** What the picture that is looked at was painted by: its own seeds, the first picture's seed, and the whole prompt. */
  painted() {
    const [seed, variation_seed] = this.#seeds();
    const { facts } = this.status;
    return { seed, variation_seed, first: facts?.Seed ?? null, prompt: facts?.Prompt ?? null };
  }

  /** What its file is called, without an ending: as on the server, by the seeds that paint it. */
  fileName(otherwise) {
    return `emerge-${
      this.#seeds()
        .filter((seed) => seed !== null)
        .join("-") || otherwise
    }`;
  }

  /** Several pictures have the next seed each; several variations have one seed, and the next variation seed each. */
  #seeds() {
    const { facts, variation_seed: varied = null } = this.status;
    const own = facts?.Seed ?? null;
    const next = (seed) => (seed === null ? null : (seed + (this.frames?.chosen ?? 0)) % 2 ** 32);
    return varied === null ? [next(own), null] : [own, next(varied)];
  }

  async #compare() {
    const { frames } = this;
    const on = !this.easel.photo;
    const photo = on ? await frames.loadPhoto() : null;
    if (this.frames !== frames) return;
    this.easel.compareWith(photo);
    this.part("compare").setAttribute("aria-pressed", String(Boolean(photo)));
  }

  #listen() {
    this.part("play").addEventListener("click", () => this.toggle());
    this.part("compare").addEventListener("click", () => this.#compare());
    this.part("pace").addEventListener("click", (event) => {
      const live = !this.player?.live;
      if (this.player) this.player.live = live;
      event.currentTarget.setAttribute("aria-pressed", String(live));
    });
    asRadios(this.part("views"), (button) => this.look(button.dataset.view));
    asRadios(this.part("pictures"), (button) =>
      this.choose(button.dataset.image ? Number(button.dataset.image) : null),
    );
    this.strip.element.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      this.toggle();
    });
  }
}

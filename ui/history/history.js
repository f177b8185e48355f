// The newest pictures under the stage, and the drawer with all of them. Choosing one brings its settings back; so does
// dropping one onto the form.

import { Archive } from "./archive.js";
import { address, ask } from "./entries.js";
import { pictureOf } from "./grid.js";
import { saveLink, showInside } from "../gradio_kit/settings_inside.js";
import { currentRun, followRun, showRun } from "../stage/current.js";

const EVENTS = ["reuse"];
const LATELY = 12;
const LOOKS_MS = [250, 600, 1500, 4000, 9000]; // the server keeps a picture a moment after it is done
const KIND = "application/x-emerge-run";
const FORM = "#write, #choose";

export function mount({ element, props, trigger }) {
  const root = element.querySelector(".em-history");
  const lately = new Lately(root);
  const reuse = (run, image, part) => {
    props.value = { key: run.key, image, part };
    trigger(EVENTS[0], {});
    document.querySelector("#write")?.scrollIntoView({ behavior: "smooth", block: "nearest" });
  };
  const archive = new Archive(root, { reuse, stage: showOnStage, changed: () => lately.refresh() });
  lately.open = (key) => archive.open(key);
  root.querySelector(".em-history-open").addEventListener("click", () => archive.open());
  takeDrops(reuse);
  showInside();
  foldRoom(root.querySelector(".em-archive-room"));
  return archive;
}

/** On a phone the pictures have the room, and what is said about the disk waits behind a line. */
function foldRoom(room) {
  const narrow = matchMedia("(max-width: 900px)");
  const fold = () => (room.open = !narrow.matches);
  narrow.addEventListener("change", fold);
  fold();
}

class Lately {
  constructor(root) {
    this.root = root;
    this.newest = "";
    const strip = root.querySelector(".em-lately");
    strip.addEventListener("click", (event) => {
      const button = event.target.closest("a");
      if (!button || event.ctrlKey || event.metaKey) return; // those open the picture in a tab of its own
      event.preventDefault();
      this.open(button.dataset.key);
    });
    strip.addEventListener("keydown", (event) => {
      if (event.key !== " " || !event.target.closest("a")) return;
      event.preventDefault();
      event.target.click();
    });
    strip.addEventListener("dragstart", (event) => {
      const button = event.target.closest("a");
      if (button) event.dataTransfer.setData(KIND, button.dataset.key);
    });
    this.#follow();
    this.refresh();
  }

  #follow() {
    let seen = currentRun();
    followRun((run) => {
      const { job, state } = seen;
      seen = run;
      if ((run.job !== job || run.state !== state) && run.state === "done" && !run.example) this.#await();
    });
  }

  /** Looks until the picture that was just finished is there, and none before it is still to come, or the reason why
   *  it is not. */
  async #await() {
    const before = this.newest;
    for (let look = 0; look < LOOKS_MS.length || this.waiting; look += 1) {
      const pause = LOOKS_MS[Math.min(look, LOOKS_MS.length - 1)];
      await new Promise((resume) => setTimeout(resume, pause));
      await this.refresh();
      if ((this.newest !== before && !this.waiting) || this.noticed) return;
    }
  }

  async refresh() {
    try {
      const [about, page] = await Promise.all([ask("about.json"), ask(`page.json?limit=${LATELY}&grouped=1`)]);
      this.#draw(page.runs, about);
    } catch (error) {
      this.#notice(error.message);
    }
  }

  #draw(runs, about) {
    this.#notice(about.notice);
    this.waiting = about.waiting;
    this.root.querySelector(".em-history-count").textContent = about.runs ? `${about.runs.toLocaleString()} kept` : "";
    this.root.querySelector(".em-history-empty").hidden = about.runs > 0;
    this.newest = runs[0]?.key ?? "";
    const buttons = runs.map((run) => {
      const button = document.createElement("a"); // a link and no button: Firefox lets nobody drag a button
      saveLink(button, address(`${run.key}/0.png`));
      button.setAttribute("role", "button");
      button.dataset.key = run.key;
      button.draggable = true;
      button.title = run.prompt;
      if (run.many > 1) button.dataset.many = String(run.many);
      button.setAttribute("aria-label", `Kept: ${run.prompt || "painted without words"}`);
      button.append(pictureOf(run));
      return button;
    });
    this.root.querySelector(".em-lately").replaceChildren(...buttons);
  }

  #notice(text) {
    this.noticed = Boolean(text);
    const line = this.root.querySelector(".em-history-notice");
    line.textContent = text ?? "";
    line.hidden = !text;
  }
}

/** A picture of the history dragged onto the form: all of its settings. */
function takeDrops(reuse) {
  const ours = (event) => event.dataTransfer?.types.includes(KIND) && event.target.closest?.(FORM);
  document.addEventListener("dragover", (event) => {
    document.body.classList.toggle("em-taking", Boolean(ours(event)));
    if (ours(event)) event.preventDefault();
  });
  document.addEventListener("dragend", () => document.body.classList.remove("em-taking"));
  document.addEventListener("drop", (event) => {
    document.body.classList.remove("em-taking");
    if (!ours(event)) return;
    event.preventDefault();
    reuse({ key: event.dataTransfer.getData(KIND) }, 0, "all");
  });
}

/** A run whose steps were kept takes the stage, as if it had just been painted. */
function showOnStage(about) {
  const { steps } = about;
  showRun({
    job: `history-${about.key}`,
    state: "done",
    step: steps,
    steps,
    num_images: about.num_images,
    badge: "From the history",
    kept: true,
    facts: { Prompt: about.prompt, ...about.facts, Seed: about.seed },
    variation_seed: about.variation_seed,
    views: about.views,
  });
}

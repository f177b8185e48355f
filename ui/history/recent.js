// @ts-check
// The newest pictures, under the stage.

import { closest, find, make } from "../gradio_kit/elements.js";
import { saveLink } from "../gradio_kit/settings_inside.js";
import { currentRun, followRun } from "../stage/current.js";
import { pictureOf } from "./cell.js";
import { address, ask } from "./entries.js";

/** @typedef {import("./entries.js").Run} Run */

/** What a drag of one of them carries. */
export const DRAGGED = "application/x-emerge-run";
const SHOWN = 12;
const LOOKS_MS = [250, 600, 1500, 4000, 9000]; // the server keeps a picture a moment after it is done

export class RecentPictures {
  /**
   * @param {HTMLElement} root
   * @param {(key: string) => void} open  one of them
   */
  constructor(root, open) {
    this.part = (/** @type {string} */ name) => find(root, `.em-${name}`, HTMLElement);
    this.open = open;
    this.newest = "";
    this.waiting = 0; // how many the server still has to keep
    this.notified = false;
    this.#listen();
    this.#follow();
    this.refresh();
  }

  #listen() {
    const strip = this.part("lately");
    strip.addEventListener("click", (event) => {
      const link = closest(event, "a");
      if (!link || event.ctrlKey || event.metaKey) return; // those open the picture in a tab of its own
      event.preventDefault();
      this.open(link.dataset.key ?? "");
    });
    strip.addEventListener("keydown", (event) => {
      const link = closest(event, "a");
      if (event.key !== " " || !link) return;
      event.preventDefault();
      link.click();
    });
    strip.addEventListener("dragstart", (event) => {
      const link = closest(event, "a");
      if (link) event.dataTransfer?.setData(DRAGGED, link.dataset.key ?? "");
    });
  }

  #follow() {
    let before = currentRun();
    followRun((run) => {
      const isNew = run.job !== before.job || run.state !== before.state;
      before = run;
      if (isNew && run.state === "done" && !run.example) this.#await();
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
      if ((this.newest !== before && !this.waiting) || this.notified) return;
    }
  }

  async refresh() {
    try {
      const [about, page] = await Promise.all([ask("about.json"), ask(`page.json?limit=${SHOWN}&grouped=1`)]);
      this.#draw(page.runs, about);
    } catch (error) {
      this.#notify(error instanceof Error ? error.message : String(error));
    }
  }

  /**
   * @param {Run[]} runs
   * @param {{ runs: number, waiting: number, notice: string | null }} about
   */
  #draw(runs, about) {
    this.#notify(about.notice);
    this.waiting = about.waiting;
    this.part("history-count").textContent = about.runs ? `${about.runs.toLocaleString()} kept` : "";
    this.part("history-empty").hidden = about.runs > 0;
    this.newest = runs[0]?.key ?? "";
    this.part("lately").replaceChildren(...runs.map(linkTo));
  }

  /** @param {string | null} text */
  #notify(text) {
    this.notified = Boolean(text);
    const line = this.part("history-notice");
    line.textContent = text ?? "";
    line.hidden = !text;
  }
}

/** @param {Run} run */
function linkTo(run) {
  const link = make("a", { draggable: true, title: run.prompt }); // and no button: Firefox lets nobody drag a button
  saveLink(link, address(`${run.key}/0.png`));
  link.setAttribute("role", "button");
  link.setAttribute("aria-label", `Kept: ${run.prompt || "painted without words"}`);
  link.dataset.key = run.key;
  if (run.many > 1) link.dataset.many = String(run.many);
  link.append(pictureOf(run));
  return link;
}

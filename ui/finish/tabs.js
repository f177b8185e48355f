// @ts-check
// A row of tabs, as people with a keyboard or a screen reader expect it.

import { closest, findAll } from "../gradio_kit/elements.js";

/** @type {Record<string, number>} */
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };

export class Tabs {
  /**
   * @param {HTMLElement} list
   * @param {() => void} changed  by the person
   */
  constructor(list, changed) {
    this.tabs = findAll(list, "[role=tab]", HTMLElement);
    list.addEventListener("click", (event) => {
      const tab = closest(event, "[role=tab]");
      if (!tab) return;
      this.show(tab.id);
      changed();
    });
    list.addEventListener("keydown", (event) => {
      const step = STEPS[event.key];
      if (!step) return;
      event.preventDefault();
      const place = this.tabs.findIndex((tab) => tab === document.activeElement);
      const next = this.tabs[(place + step + this.tabs.length) % this.tabs.length];
      this.show(next.id);
      next.focus();
      changed();
    });
  }

  /** @param {string} id  of a tab; another one changes nothing */
  show(id) {
    if (!this.tabs.some((tab) => tab.id === id)) return;
    for (const tab of this.tabs) {
      const chosen = tab.id === id;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls") ?? "");
      if (panel) panel.hidden = !chosen;
    }
  }

  /** The id of the tab that is shown. */
  get shown() {
    return this.tabs.find((tab) => tab.getAttribute("aria-selected") === "true")?.id ?? "";
  }
}

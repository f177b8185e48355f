// @ts-check
// What of a step is shown: one button for each view that Python names, of which one is on.

import { asRadios, checkRadio, radioButton } from "./radios.js";

/**
 * @typedef {object} View
 * @property {string} key  as in the addresses of its frames
 * @property {string} label
 * @property {string} help
 */

export class Views {
  /**
   * @param {HTMLElement} group
   * @param {View[]} views  in the order of their buttons; painting is previewed in the first
   * @param {(key: string) => void} choose
   */
  constructor(group, views, choose) {
    this.group = group;
    this.first = views[0].key;
    this.key = this.first;
    group.replaceChildren(...views.map(({ key, label, help }) => radioButton(label, { view: key }, help)));
    asRadios(group, (button) => choose(button.dataset.view ?? this.first));
    this.show(this.first);
  }

  /** Whether the view is on that painting is previewed in, whose last step is the finished picture. */
  get isFirst() {
    return this.key === this.first;
  }

  /**
   * Turns a view on.
   *
   * @param {string} key
   */
  show(key) {
    this.key = key;
    checkRadio(this.group, (button) => button.dataset.view === key);
  }

  /**
   * Offers the views that a run can be seen in. The key of the one to show, where that is another than now.
   *
   * @param {string[] | undefined} keys  undefined for all
   * @returns {string | null}
   */
  offer(keys) {
    const offered = (/** @type {string} */ key) => key === this.first || !keys || keys.includes(key);
    for (const button of this.group.querySelectorAll("button")) button.hidden = !offered(button.dataset.view ?? "");
    return offered(this.key) ? null : this.first;
  }
}

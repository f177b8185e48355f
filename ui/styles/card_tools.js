// @ts-check
// What stands under the cards: what is said about the one that was chosen last, and what can be done with it.

/** @typedef {import("./card_list.js").Card} Card */

/**
 * @typedef {object} Actions
 * @property {() => void} star
 * @property {(by: -1 | 1) => void} move
 * @property {() => void} try
 * @property {() => void} paint  in full
 * @property {() => void} clear  the picture that was painted
 */

export class CardTools {
  /**
   * @param {(name: string) => HTMLElement} part
   * @param {Actions} actions
   */
  constructor(part, actions) {
    this.part = part;
    part("star").addEventListener("click", () => actions.star());
    part("left").addEventListener("click", () => actions.move(-1));
    part("right").addEventListener("click", () => actions.move(1));
    part("paint").addEventListener("click", () => actions.try());
    part("whole").addEventListener("click", () => actions.paint());
    part("unpaint").addEventListener("click", () => actions.clear());
  }

  /** @param {Card} card */
  show({ key, note, mix, range, finish, credit, favourite, painted }) {
    const about = [note.replace(/\.$/, ""), mix, range, finish, credit].filter(Boolean).join(" · ");
    this.part("about").textContent = about;
    this.part("tools").hidden = key === "";
    this.part("star").setAttribute("aria-pressed", String(Boolean(favourite)));
    this.part("star").textContent = favourite ? "★ Favourite" : "☆ Favourite";
    this.part("unpaint").hidden = this.part("whole").hidden = !painted;
  }
}

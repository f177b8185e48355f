// Trying styles: the button that says how many, how far it is, and whether there is room for it.

const HINT_MS = 6000;

export class Trying {
  /** ask: what to do with the keys of the styles that are to be tried; none means all. */
  constructor(root, ask) {
    Object.assign(this, { root, keys: null });
    this.button = root.querySelector("button");
    this.line = root.querySelector("span");
    this.bar = root.querySelector("progress");
    this.ask = (keys) => this.free() && ask(keys);
    this.button.addEventListener("click", () => this.ask(this.keys ?? []));
  }

  /** What the cards show: their keys, or null for all that there are. */
  offer(keys) {
    this.keys = keys;
    this.button.disabled = keys?.length === 0;
    const these = keys?.length === 1 ? "Try this style" : `Try these ${keys?.length} styles`;
    this.button.textContent = keys?.length ? these : "Try all styles";
  }

  show({ done = 0, total = 0, text = "" }) {
    this.line.textContent = text;
    this.bar.hidden = !total;
    Object.assign(this.bar, { max: Math.max(1, total), value: done });
  }

  /** Whether nothing of this page is painted just now; else says what to do. */
  free() {
    const busy = Boolean(document.querySelector("#generate")?.disabled);
    if (busy && this.bar.hidden) {
      this.line.textContent = "Wait until this painting is done, or press Stop first.";
      setTimeout(() => this.bar.hidden && (this.line.textContent = ""), HINT_MS);
    }
    return !busy;
  }
}

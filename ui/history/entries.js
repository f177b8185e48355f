// @ts-check
// The history as the page knows it: fetched page by page from the newest on, and what a person does with it.

/**
 * A finished painting, or where `many` is more than one, all that one press painted.
 *
 * @typedef {object} Run
 * @property {string} key
 * @property {string} prompt
 * @property {number} painted_ms
 * @property {number} num_images
 * @property {boolean} favourite
 * @property {string} series  of one press, "" for a painting by itself
 * @property {number} many
 */

/**
 * Which runs are let through: their words, style and model, favourites only, of one series.
 *
 * @typedef {Record<"series" | "text" | "preset" | "model" | "favourites", string>} Filter
 */

const AT_ONCE = 200;
const MOST_AT_ONCE = 1000;

/** @param {string} name */
export const address = (name) => new URL(`history/${name}`, document.baseURI).href;

/**
 * What the server answers. Throws with a sentence for people.
 *
 * @param {string} name
 * @param {object} [body]  of what is to be changed
 * @returns {Promise<any>} a shape of its own for each route of `ui.history.routes`
 */
export async function ask(name, body) {
  const headers = { "content-type": "application/json" };
  const how = body ? { method: "POST", body: JSON.stringify(body), headers } : {};
  const answer = await fetch(address(name), how).catch(() => null);
  if (!answer) throw new Error("Emerge does not answer: is it still running?");
  const found = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(found.error ?? "The history cannot be read.");
  return found;
}

/** The runs that a filter lets through. `runs` grows to the end; `total` is how many there are. */
export class Entries {
  constructor() {
    /** @type {Partial<Filter>} */
    this.filter = {};
    /** @type {Run[]} */
    this.runs = [];
    this.total = 0;
    /** @type {string | null | undefined} where the next page begins, null at the end */
    this.after = undefined;
    /** @type {Promise<void> | null} */
    this.loading = null;
  }

  clear() {
    Object.assign(this, { runs: [], total: 0, after: undefined, loading: null });
  }

  /** Without a filter, what one press painted is one entry, `many` runs of one `series`. */
  get filtered() {
    return Object.values(this.filter).some(Boolean);
  }

  /** @param {{ after?: string | null, limit?: number }} [more] */
  query(more = {}) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this.filter, ...more })) {
      if (value) query.set(name, String(value));
    }
    if (!this.filtered) query.set("grouped", "1");
    return query.toString();
  }

  /**
   * Fetches until run `index` is there, or the end. Several callers share one fetch.
   *
   * @param {number} index
   */
  async reach(index) {
    while (this.after !== null && this.runs.length <= index) {
      this.loading ??= this.#next(index + 1 - this.runs.length);
      const mine = this.loading;
      try {
        await mine;
      } finally {
        if (this.loading === mine) this.loading = null;
      }
    }
  }

  /**
   * A far leap takes a few large pages, a step a small one.
   *
   * @param {number} missing
   */
  async #next(missing) {
    const runs = this.runs;
    const limit = Math.min(MOST_AT_ONCE, Math.max(AT_ONCE, missing));
    const page = await ask(`page.json?${this.query({ after: this.after, limit })}`);
    if (runs !== this.runs) return; // another filter meanwhile
    runs.push(...page.runs);
    this.after = page.after;
    if (page.total !== null) this.total = page.total;
  }

  /** @param {string[]} keys */
  remove(keys) {
    const gone = new Set(keys);
    const rest = this.runs.filter(({ key }) => !gone.has(key));
    this.total -= this.runs.length - rest.length;
    this.runs = rest;
  }
}

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** @param {number} ms */
export const when = (ms) => clock.format(ms);

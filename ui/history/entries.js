// The history as the page knows it: fetched page by page from the newest on, and what a person does with it.

const AT_ONCE = 200;
const MOST_AT_ONCE = 1000;

export const address = (name) => new URL(`history/${name}`, document.baseURI).href;

export async function ask(name, body) {
  const how = body
    ? { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } }
    : {};
  const answer = await fetch(address(name), how).catch(() => null);
  if (!answer) throw new Error("Emerge does not answer: is it still running?");
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.error ?? "The history cannot be read.");
  return told;
}

/** The runs that a filter lets through. `runs` grows to the end; `total` is how many there are. */
export class Entries {
  constructor() {
    this.filter = {};
    this.clear();
  }

  clear() {
    this.runs = [];
    this.total = 0;
    this.after = undefined;
    this.loading = null;
  }

  /** Without a filter, what one press painted is one entry, `many` runs of one `series`. */
  get filtered() {
    return Object.values(this.filter).some(Boolean);
  }

  query(more = {}) {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries({ ...this.filter, ...more })) if (value) query.set(name, value);
    if (!this.filtered) query.set("grouped", "1");
    return query.toString();
  }

  /** Fetches until run `index` is there, or the end. Several callers share one fetch. */
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

  /** A far leap takes a few large pages, a step a small one. */
  async #next(missing) {
    const runs = this.runs;
    const limit = Math.min(MOST_AT_ONCE, Math.max(AT_ONCE, missing));
    const page = await ask(`page.json?${this.query({ after: this.after, limit })}`);
    if (runs !== this.runs) return; // another filter meanwhile
    runs.push(...page.runs);
    this.after = page.after;
    if (page.total !== null) this.total = page.total;
  }

  remove(keys) {
    const gone = new Set(keys);
    const left = this.runs.filter(({ key }) => !gone.has(key));
    this.total -= this.runs.length - left.length;
    this.runs = left;
  }
}

const clock = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });
export const when = (ms) => clock.format(ms);

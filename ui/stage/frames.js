// The pictures of one run: fetched once each, in any order, decoded before anybody draws them.

const RETRIES = 6;
const RETRY_MS = 150;

export class Frames {
  constructor(job, { base = "frames" } = {}) {
    this.job = job;
    this.base = base;
    this.edition = 0;
    this.pictures = new Map();
  }

  url(view, index) {
    const edition = this.edition ? `?edition=${this.edition}` : "";
    return new URL(`${this.base}/${encodeURIComponent(this.job)}/${view}/${index}.jpg${edition}`, document.baseURI).href;
  }

  file(name) {
    return new URL(`${this.base}/${encodeURIComponent(this.job)}/${name}`, document.baseURI).href;
  }

  /** The decoded picture of a step, or null when the server does not have it (any more). */
  load(view, index) {
    const key = `${view}/${index}`;
    if (!this.pictures.has(key)) {
      this.pictures.set(key, this.#fetch(this.url(view, index)));
    }
    return this.pictures.get(key);
  }

  loadFile(name) {
    if (!this.pictures.has(name)) this.pictures.set(name, this.#fetch(this.file(name)));
    return this.pictures.get(name);
  }

  /** After a run the server decodes every step again at full size; this fetches those, and gives them back. */
  async upgrade(view, steps) {
    this.edition += 1;
    const fresh = await Promise.all(
      Array.from({ length: steps }, (_, index) => this.#fetch(this.url(view, index))),
    );
    fresh.forEach((picture, index) => {
      if (picture) this.pictures.set(`${view}/${index}`, Promise.resolve(picture));
    });
    return fresh;
  }

  async #fetch(url) {
    for (let attempt = 0; attempt < RETRIES; attempt += 1) {
      const answer = await fetch(url).catch(() => null);
      if (answer && answer.ok) return decode(await answer.blob());
      if (answer && answer.status !== 404 && answer.status !== 503) return null;
      await new Promise((resume) => setTimeout(resume, RETRY_MS * (attempt + 1)));
    }
    return null;
  }
}

async function decode(blob) {
  try {
    return await createImageBitmap(blob);
  } catch {
    return null;
  }
}

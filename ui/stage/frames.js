// @ts-check
// The pictures of one run: fetched once each, in any order, decoded before anybody draws them.

/** @typedef {ImageBitmap | null} Picture  null for one that the server does not have */

const RETRIES = 6;
const RETRY_MS = 150;

export class Frames {
  /**
   * @param {string} job
   * @param {{ base?: string, count?: number }} [options]  `count` pictures are painted at once
   */
  constructor(job, { base = "frames", count = 1 } = {}) {
    this.job = job;
    this.base = base;
    this.count = count;
    /** @type {number | null} the one that is looked at, null means all of them in a grid */
    this.chosen = count > 1 ? null : 0;
    this.edition = 0;
    /** @type {Map<string, Promise<Picture>>} */
    this.pictures = new Map();
  }

  /**
   * The address of something that belongs to the job, of picture `image` where there are several.
   *
   * @param {string} name
   */
  file(name, image = 0) {
    const address = new URL(`${this.base}/${encodeURIComponent(this.job)}/${name}`, document.baseURI);
    if (image) address.searchParams.set("image", String(image));
    if (this.edition && name.endsWith(".jpg")) address.searchParams.set("edition", String(this.edition));
    return address.href;
  }

  /**
   * The decoded picture of a step, or null when the server does not have it (any more).
   *
   * @param {string} view
   * @param {number} index  from 0
   */
  load(view, index) {
    return this.#once(`${view}/${index}.jpg`);
  }

  /** The finished picture. */
  loadResult() {
    return this.#once("result.png");
  }

  loadPhoto() {
    return fetchPicture(this.file("photo.jpg"));
  }

  /**
   * @param {string} name
   * @returns {Promise<Picture>}
   */
  #once(name) {
    const key = `${this.chosen ?? "all"}/${name}`;
    const known = this.pictures.get(key);
    if (known) return known;
    const picture = this.#fetch(name);
    this.pictures.set(key, picture);
    return picture;
  }

  /** @param {string} name */
  async #fetch(name) {
    if (this.chosen !== null) return fetchPicture(this.file(name, this.chosen));
    const each = Array.from({ length: this.count }, (_, image) => fetchPicture(this.file(name, image)));
    return tile(await Promise.all(each));
  }

  /**
   * After a run the server decodes every step again at full size; this fetches those, and gives them back.
   *
   * @param {string} view
   * @param {number} steps
   */
  async upgrade(view, steps) {
    this.edition += 1;
    const names = Array.from({ length: steps }, (_, index) => `${view}/${index}.jpg`);
    const { chosen } = this;
    const fresh = await Promise.all(names.map((name) => this.#fetch(name)));
    for (const key of [...this.pictures.keys()]) if (key.includes(`/${view}/`)) this.pictures.delete(key);
    fresh.forEach((picture, index) => {
      if (picture) this.pictures.set(`${chosen ?? "all"}/${names[index]}`, Promise.resolve(picture));
    });
    return fresh;
  }
}

/**
 * @param {string} url
 * @returns {Promise<Picture>}
 */
async function fetchPicture(url) {
  for (let attempt = 0; attempt < RETRIES; attempt += 1) {
    const answer = await fetch(url).catch(() => null);
    if (answer && answer.ok) return decode(await answer.blob());
    if (answer && answer.status !== 404 && answer.status !== 503) return null;
    await new Promise((resume) => setTimeout(resume, RETRY_MS * (attempt + 1)));
  }
  return null;
}

/**
 * Several pictures as one, in rows as long as there are rows, or one longer. Null until one of them is there.
 *
 * @param {Picture[]} pictures
 * @returns {Picture}
 */
export function tile(pictures) {
  const first = pictures.find(Boolean);
  if (!first) return null;
  const columns = Math.ceil(Math.sqrt(pictures.length));
  const rows = Math.ceil(pictures.length / columns);
  const gap = Math.max(1, Math.round(first.width / 64));
  const sheet = new OffscreenCanvas(columns * (first.width + gap) - gap, rows * (first.height + gap) - gap);
  const context = sheet.getContext("2d");
  pictures.forEach((picture, index) => {
    const left = (index % columns) * (first.width + gap);
    const top = Math.floor(index / columns) * (first.height + gap);
    if (picture) context?.drawImage(picture, left, top, first.width, first.height);
  });
  return sheet.transferToImageBitmap();
}

/**
 * @param {Blob} blob
 * @returns {Promise<Picture>}
 */
async function decode(blob) {
  try {
    return await createImageBitmap(blob);
  } catch {
    return null;
  }
}

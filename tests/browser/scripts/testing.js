// @ts-check
// Tests of scripts, each a sentence. tests/browser/scripts/test_scripts.py runs them in Chromium, one at a time, each in
// a page of its own.

const PATIENCE_MS = 20_000;

/** @type {Map<string, () => unknown>} */
const tests = new Map();

/**
 * @param {string} sentence
 * @param {() => unknown} body  which throws where the sentence is not true
 */
export function test(sentence, body) {
  if (tests.has(sentence)) throw new Error(`Two tests say: ${sentence}`);
  tests.set(sentence, body);
}

/**
 * Runs one test. Gives back the sentences of all.
 *
 * @param {string} sentence
 */
export async function run(sentence) {
  await tests.get(sentence)?.();
  return [...tests.keys()];
}

/**
 * @param {unknown} actual
 * @param {unknown} expected
 */
export function equal(actual, expected) {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`${found} instead of ${wanted}`);
}

/** @param {number} ms */
export const pause = (ms) => new Promise((resume) => setTimeout(resume, ms));

/**
 * Waits until something is true.
 *
 * @param {() => boolean} condition
 */
export async function until(condition) {
  for (const end = performance.now() + PATIENCE_MS; !condition(); await pause(5)) {
    if (performance.now() > end) throw new Error(`Never true: ${condition}`);
  }
}

/**
 * A picture of one colour.
 *
 * @param {number} width
 * @param {number} height
 */
export function picture(width, height, colour = "red") {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("2d");
  if (!context) throw new Error("There is no canvas here.");
  context.fillStyle = colour;
  context.fillRect(0, 0, width, height);
  return canvas.transferToImageBitmap();
}

/**
 * The colour of a pixel: [red, green, blue, alpha].
 *
 * @param {CanvasImageSource} image
 * @param {number} x
 * @param {number} y
 */
export function pixel(image, x, y) {
  const context = new OffscreenCanvas(1, 1).getContext("2d");
  context?.drawImage(image, -x, -y);
  return [...(context?.getImageData(0, 0, 1, 1).data ?? [])];
}

/**
 * An element on the page, from its markup.
 *
 * @param {string} markup
 */
export function element(markup) {
  const parent = document.createElement("div");
  parent.innerHTML = markup;
  document.body.append(parent);
  return /** @type {HTMLElement} */ (parent.firstElementChild);
}

/**
 * Presses a key where an element is.
 *
 * @param {HTMLElement} target
 * @param {string} key
 * @param {KeyboardEventInit} [options]
 */
export function press(target, key, options) {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options }));
}

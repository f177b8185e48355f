// @ts-check
// Where a photo lies under the frame that it fills, and how it moves there. Pure.

/** @typedef {{ x: number, y: number }} Centre  where the frame lies on what of the photo is left over, 0 to 1 */
/** @typedef {{ width?: number, height?: number, fit?: "Crop" | "Pad" | "Fit", told?: string }} Frame  in px of the picture */
/** @typedef {[x: number, y: number]} Point  in fractions of the framed picture */

/**
 * The size of the canvas, and where the photo lies on it, in px of the canvas.
 *
 * @typedef {object} Layout
 * @property {number} w
 * @property {number} h
 * @property {number} photoW
 * @property {number} photoH
 * @property {number} freeX  by how much the photo is smaller than the canvas; negative where it is larger
 * @property {number} freeY
 * @property {number} left
 * @property {number} top
 */

const LONG_SIDE_PX = 512;

/**
 * @param {Frame | null | undefined} frame
 * @param {{ naturalWidth: number, naturalHeight: number }} photo
 * @param {Centre} centre
 * @returns {Layout}
 */
export function layOut(frame, photo, centre) {
  const { width = 1, height = 1, fit = "Crop" } = frame ?? {};
  const unit = LONG_SIDE_PX / Math.max(width, height);
  const [w, h] = [Math.round(width * unit), Math.round(height * unit)];
  const [across, down] = [w / photo.naturalWidth, h / photo.naturalHeight];
  const scale = fit === "Pad" ? Math.min(across, down) : Math.max(across, down);
  const whole = fit === "Fit"; // the sides are the photo's, but for their rounding
  const photoW = whole ? w : photo.naturalWidth * scale;
  const photoH = whole ? h : photo.naturalHeight * scale;
  const [freeX, freeY] = [w - photoW, h - photoH];
  return { w, h, photoW, photoH, freeX, freeY, left: freeX * centre.x, top: freeY * centre.y };
}

/**
 * The centre after the photo was moved under the frame, by fractions of the frame.
 *
 * @param {Centre} centre
 * @param {Layout} layout
 * @param {number} across
 * @param {number} down
 * @returns {Centre}
 */
export function movedCentre(centre, { w, h, freeX, freeY }, across, down) {
  const to = (/** @type {number} */ from, /** @type {number} */ free, /** @type {number} */ way) =>
    Math.abs(free) < 1 ? from : Math.max(0, Math.min(1, from + way / free));
  return { x: to(centre.x, freeX, across * w), y: to(centre.y, freeY, down * h) };
}

// @ts-check
// After a run the server decodes its steps again at full size.

const POLL_MS = 700;
const POLLS = 90;

/**
 * Waits until all steps are there at full size. Gives back how many, 0 where they never will be or nobody waits any more.
 *
 * @param {import("./frames.js").Frames} frames
 * @param {() => boolean} wanted  whether somebody still waits
 * @returns {Promise<number>}
 */
export async function awaitFullFrames(frames, wanted) {
  for (let poll = 0; poll < POLLS; poll += 1) {
    await new Promise((resume) => setTimeout(resume, POLL_MS));
    if (!wanted()) return 0;
    if (document.hidden) continue;
    const answer = await fetch(frames.file("status.json")).catch(() => null);
    if (!answer || !answer.ok) return 0;
    const { full_frames: ready = 0, steps = 0 } = await answer.json();
    if (steps && ready >= steps) return steps;
  }
  return 0;
}

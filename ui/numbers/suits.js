// Where the guidance scale suits the chosen style: a band on the slider's own track, and a line about it.
//   The value: {low, high, name, mixed}, or nothing for a style that does not say.

const LOOKED_EVERY_MS = 200;
const near = (value) => String(Math.round(value * 10) / 10);

export function mount({ element, props, watch }) {
  const line = element.querySelector(".em-suits");
  const slider = () => document.querySelector("#guidance input[type=range]");
  let marked = null;
  const update = () => {
    const range = slider();
    marked = range;
    if (!range) return void (line.hidden = true); // a model without guidance has none
    follow(range, update);
    const { low, high, name = "", mixed = false } = props.value ?? {};
    const known = Number.isFinite(low) && Number.isFinite(high);
    range.classList.toggle("em-banded", known);
    line.hidden = !known;
    if (!known) return;
    const share = (value) => (value - range.min) / (range.max - range.min);
    range.style.setProperty("--em-from", share(low));
    range.style.setProperty("--em-to", share(high));
    const tone = range.value < low ? "low" : range.value > high ? "high" : "within";
    const text = words(Number(range.value), tone, `${near(low)} to ${near(high)}`, mixed ? "this mix" : `“${name}”`);
    if (line.textContent !== text) line.textContent = text;
    line.dataset.tone = tone;
  };
  watch("value", update);
  // Gradio makes the slider anew where a model with guidance follows one without.
  setInterval(() => slider() !== marked && update(), LOOKED_EVERY_MS);
  update();
}

function words(value, tone, range, whose) {
  if (tone === "low")
    return `${near(value)} is below what suits ${whose}, ${range}: the words and the style may hardly show.`;
  if (tone === "high") return `${near(value)} is above what suits ${whose}, ${range}: colours may burn out.`;
  return `The marked part, ${range}, usually suits ${whose} best.`;
}

/** Gradio writes how full the track is into the slider's style, whoever moved it. */
const followed = new WeakSet();
function follow(range, update) {
  if (followed.has(range)) return;
  followed.add(range);
  let last = range.value;
  new MutationObserver(() => {
    if (range.value === last) return;
    last = range.value;
    update();
  }).observe(range, { attributes: true, attributeFilter: ["style"] });
  range.addEventListener("input", update);
}

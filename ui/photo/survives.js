// How much of the person's own photo survives the noise at the chosen strength, and where on the noise curve that is.
// The line on the curve can be dragged; for the keyboard there is the Strength slider, which this moves.

const WIDTH = 200;
const HEIGHT = 64;
const MIN_STRENGTH = 0.05;

export function mount({ element, props, watch }) {
  const picture = element.querySelector("img");
  const line = element.querySelector("p");
  const graph = element.querySelector("svg");
  const ends = element.querySelector(".em-curve-ends");
  const update = () => {
    const { line: words = "", picture: source = "", curve = [], strength = 0, entry = 0 } = props.value ?? {};
    line.textContent = words;
    picture.hidden = !source;
    if (source.startsWith("data:image/jpeg;base64,")) picture.src = source;
    graph.toggleAttribute("hidden", curve.length < 2);
    ends.hidden = curve.length < 2;
    if (curve.length > 1) draw(graph, curve, strength, entry);
  };
  graph.addEventListener("pointerdown", (event) => {
    graph.setPointerCapture(event.pointerId);
    drag(graph, event);
  });
  graph.addEventListener("pointermove", (event) => {
    if (graph.hasPointerCapture(event.pointerId)) drag(graph, event);
  });
  watch("value", update);
  update();
}

/** The whole curve, and the part of it that will be painted back: `entry` of the way. */
function draw(graph, curve, strength, entry) {
  const point = (place) =>
    `${((place / (curve.length - 1)) * WIDTH).toFixed(1)} ${((1 - curve[place]) * (HEIGHT - 4) + 2).toFixed(1)}`;
  const places = curve.map((_, place) => place);
  graph.querySelector(".em-curve-all").setAttribute("d", `M${places.map(point).join("L")}`);
  const run = places.filter((place) => place / (curve.length - 1) <= entry + 1e-9);
  const edge = ((run.at(-1) / (curve.length - 1)) * WIDTH).toFixed(1);
  graph.querySelector(".em-curve-run").setAttribute("d", `M0 ${HEIGHT}L${run.map(point).join("L")}L${edge} ${HEIGHT}Z`);
  const entryLine = graph.querySelector(".em-curve-entry");
  for (const end of ["x1", "x2"]) entryLine.setAttribute(end, String(strength * WIDTH));
}

function drag(graph, event) {
  const box = graph.getBoundingClientRect();
  const part = (event.clientX - box.left) / box.width;
  const strength = Math.round(Math.max(MIN_STRENGTH, Math.min(1, part)) * 20) / 20;
  const field = document.querySelector("#strength input[type=number]");
  if (!field || Number(field.value) === strength) return;
  field.value = String(strength);
  for (const name of ["input", "change", "blur"]) field.dispatchEvent(new Event(name, { bubbles: true }));
}

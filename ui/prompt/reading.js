// What the model will read: the final prompt with its marks and what the style added, and how many tokens it is.
//   One that is read in several windows has a mark where each begins.
//   Of a mix every style's own final prompt, the heaviest first.

// By what words were added: their class, and what they say when pointed at.
const BY = {
  style: ["em-added", "Added by the style"],
  seed: ["em-chance", "Chosen by the seed"],
  photo: ["em-chance", "Added because there is a photo"],
};

export function mount({ element, props, watch }) {
  const text = element.querySelector(".em-final");
  const count = element.querySelector(".em-tokens");
  const remark = element.querySelector(".em-remark");
  const update = () => {
    const {
      count: tokens = 0,
      limit = 0,
      windows = 1,
      unknown = 0,
      mix = null,
      left_open: open = [],
    } = props.value ?? {};
    const readings = mix ?? [props.value ?? {}];
    text.replaceChildren(...(mix ? mix.map(line) : pieces(readings[0])));
    element.querySelector(".em-reading").classList.toggle("em-wordless", tokens === 0);
    if (tokens === 0 && !mix) text.textContent = "No words: the model paints whatever comes out of the noise.";
    const whole = windows > 1;
    count.textContent = !limit ? "" : whole ? `${tokens} tokens in ${windows} parts` : `${tokens} of ${limit} tokens`;
    count.classList.toggle("em-over", tokens > limit && limit > 0 && !whole);
    const added = new Set(readings.flatMap(({ spans = [] }) => spans.map((span) => span.added)));
    remark.replaceChildren(
      ...remarks({ unknown, added, open, limit, parted: readings.some((each) => each.windows > 1) }),
    );
  };
  watch("value", update);
  update();
}

function remarks({ unknown, added, open, limit, parted }) {
  const lines = [];
  if (parted)
    lines.push(
      piece(
        "span",
        "em-parted",
        `This model reads ${limit} tokens at once: each part is read by itself, and painted from all of them.`,
      ),
    );
  if (added.has("style")) lines.push(piece("span", "em-added", "Words in this colour come from the style."));
  if (added.has("seed"))
    lines.push(piece("span", "em-chance", "Words in this colour are chosen by the seed, for what you leave open."));
  if (added.has("photo"))
    lines.push(piece("span", "em-chance", "Words in this colour tell the model that there is a photo."));
  if (open.length)
    lines.push(
      piece("span", "em-chance em-open", `Left open, and chosen by the seed that is drawn: ${open.join(", ")}.`),
    );
  if (unknown) lines.push(piece("span", "", `${unknown} ${unknown === 1 ? "word" : "words"} this model never saw.`));
  return lines;
}

/** One style of a mix: its share and name, then its prompt. */
function line(reading) {
  const row = piece("span", "em-mixed", "");
  row.append(piece("b", "", reading.title), " ", ...pieces(reading));
  return row;
}

function pieces({ spans = [], windows = 1 }) {
  let cut = false;
  let next = 0;
  const found = [];
  for (const { text, mark, added, weight = 1, window: place = 0 } of spans) {
    if (windows > 1 && place >= next) {
      next = place + 1;
      found.push(piece("span", "em-window", `part ${next} of ${windows}`));
    }
    if (mark === "unread" && !cut) {
      cut = true;
      found.push(piece("span", "em-stop", "stops reading here"));
    }
    const part = piece(
      mark === "unknown" ? "u" : "span",
      [mark && `em-${mark}`, BY[added]?.[0], weight !== 1 && (weight > 1 ? "em-heavy" : "em-light")]
        .filter(Boolean)
        .join(" "),
      text,
    );
    if (mark === "unknown") part.title = "This model never saw this word";
    else if (added) part.title = BY[added][1];
    if (weight !== 1) weigh(part, weight);
    found.push(part);
  }
  return found;
}

/** Shows a weight: bolder or fainter words, and the number beside them. */
function weigh(part, weight) {
  part.style.fontWeight = String(Math.max(200, Math.min(700, Math.round(400 * weight))));
  part.append(piece("sup", "em-times", `×${Math.round(weight * 100) / 100}`));
}

function piece(tag, name, text) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = text;
  return made;
}

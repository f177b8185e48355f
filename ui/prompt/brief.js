// A prompt as chips, sorted by what they say. Its value is {original, facets: [{key, label, chips, offers}], text}, and
//   after `fit` {added: words by part, turn}. Nothing reaches the prompt before "Use as prompt".

const APPLY = "apply";
const FIT = "fit";

export function mount({ element, props, watch, trigger }) {
  return new Brief(element.querySelector(".em-brief"), props, watch, (event) => trigger(event, {}));
}

class Brief {
  constructor(root, props, watch, tell) {
    Object.assign(this, { root, props, tell });
    this.facets = [];
    this.original = null;
    this.own = "";
    this.turn = 0;
    this.undoing = [];
    this.part("fit").addEventListener("click", () => this.fit());
    this.part("apply").addEventListener("click", () => this.apply());
    this.part("undo").addEventListener("click", () => this.undo());
    this.part("close").addEventListener("click", () => (root.hidden = true));
    watch("value", () => this.take());
    this.take();
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  /** A brief from the server, or what fits it; what this panel said itself comes back too, and is no news. */
  take() {
    const { facets, original = "", told = "", waiting, added, turn } = this.props.value ?? {};
    if (added) return turn === this.turn ? this.addAll(added, told) : undefined;
    if (waiting || facets) this.tellHow(waiting ?? told);
    this.root.classList.toggle("em-waiting", Boolean(waiting));
    if (!facets) return;
    this.facets = facets.map(({ chips, offers, ...facet }) => ({
      ...facet,
      chips: chips.map((text) => ({ text })),
      offers: [...offers],
    }));
    this.original = original;
    this.own = "";
    this.turn += 1;
    this.undoing = [];
    this.root.hidden = false;
    this.draw();
  }

  /** How it was made, or what it waits for. */
  tellHow(words) {
    const line = this.part("told");
    line.textContent = words;
    line.hidden = !words;
    this.root.hidden = false;
  }

  chips() {
    return this.facets.flatMap(({ chips }) => chips).filter(({ text }) => text.trim());
  }

  text() {
    return this.chips()
      .map(({ text }) => text.trim())
      .join(", ");
  }

  apply() {
    const before = this.own || this.original;
    this.undoing.push(() => this.say(before));
    this.say(this.text());
  }

  say(text) {
    this.own = text;
    this.turn += 1;
    this.props.value = { original: this.original, text };
    this.tell(APPLY);
    this.draw();
  }

  /** Asks what fits the parts that are empty. */
  fit() {
    const chips = Object.fromEntries(this.facets.map(({ key, chips }) => [key, chips.map(({ text }) => text)]));
    this.turn += 1;
    this.props.value = { chips, turn: this.turn };
    this.tell(FIT);
  }

  addAll(added, told) {
    this.turn += 1;
    const fresh = new Set();
    for (const facet of this.facets) {
      for (const text of added[facet.key] ?? []) {
        const chip = { text, added: true };
        facet.offers = facet.offers.filter((other) => other !== text);
        facet.chips.push(chip);
        fresh.add(chip);
      }
    }
    if (fresh.size) this.undoing.push(() => this.takeAway(fresh));
    this.tellHow(told);
    this.draw();
  }

  takeAway(fresh) {
    for (const facet of this.facets) facet.chips = facet.chips.filter((chip) => !fresh.has(chip));
    this.tellHow("");
    this.draw();
  }

  undo() {
    this.undoing.pop()?.();
    this.draw();
  }

  draw() {
    this.part("facets").replaceChildren(...this.facets.map((facet) => this.row(facet)));
    this.part("undo").disabled = !this.undoing.length;
    this.tellText();
  }

  tellText() {
    const pieces = this.chips().flatMap(({ text, added }, place) => {
      const piece = document.createElement("span");
      piece.textContent = text.trim();
      if (added) piece.className = "em-brief-added";
      return place ? [", ", piece] : [piece];
    });
    this.root.querySelector(".em-brief-text").replaceChildren(...(pieces.length ? pieces : ["Nothing yet."]));
  }

  row(facet) {
    const row = document.createElement("div");
    row.className = "em-brief-row";
    const label = document.createElement("span");
    label.className = "em-brief-label";
    label.textContent = facet.label;
    const chips = facet.chips.map((chip, place) => this.chip(facet, chip, place));
    const offers = facet.offers.map((words) => this.offer(facet, words));
    const add = this.button("+", `Add to ${facet.label}`, "em-chip em-offer", () => this.append(facet, ""));
    row.append(label, ...chips, ...offers, add);
    return row;
  }

  /** One that was added counts as the person's own once they type in it. */
  chip(facet, chip, place) {
    const shown = document.createElement("span");
    shown.className = "em-chip";
    const input = document.createElement("input");
    input.value = chip.text;
    input.setAttribute("aria-label", `${facet.label} ${place + 1}`);
    const look = () => {
      input.style.width = `${Math.max(4, input.value.length + 1)}ch`;
      shown.classList.toggle("em-brief-added", Boolean(chip.added));
      input.title = chip.added ? "Added because it fits" : "";
    };
    look();
    input.addEventListener("input", () => {
      Object.assign(chip, { text: input.value, added: false });
      look();
      this.tellText();
    });
    const away = this.button("×", `Take away ${chip.text || "this"}`, "", () => {
      facet.chips.splice(facet.chips.indexOf(chip), 1);
      this.draw();
    });
    shown.append(input, away);
    return shown;
  }

  offer(facet, words) {
    return this.button(`+ ${words}`, `Add ${words}`, "em-chip em-offer", () => {
      facet.offers = facet.offers.filter((other) => other !== words);
      this.append(facet, words);
    });
  }

  append(facet, text) {
    facet.chips.push({ text });
    this.draw();
    const rows = this.part("facets").children;
    if (!text) [...rows[this.facets.indexOf(facet)].querySelectorAll("input")].at(-1).focus();
  }

  button(text, label, className, act) {
    const button = document.createElement("button");
    button.type = "button";
    Object.assign(button, { className, textContent: text });
    button.setAttribute("aria-label", label);
    button.addEventListener("click", act);
    return button;
  }
}

// A prompt as chips, sorted by what they say. Its value is {original, facets: [{key, label, chips, offers}], text}.

const EVENTS = ["apply"];

export function mount({ element, props, watch, trigger }) {
  return new Brief(element.querySelector(".em-brief"), props, watch, () => trigger(EVENTS[0], {}));
}

class Brief {
  constructor(root, props, watch, tell) {
    Object.assign(this, { root, props, tell });
    this.facets = [];
    this.original = null;
    this.own = "";
    this.part("apply").addEventListener("click", () => this.say(this.text()));
    this.part("undo").addEventListener("click", () => this.say(this.original));
    this.part("close").addEventListener("click", () => (root.hidden = true));
    watch("value", () => this.take());
    this.take();
  }

  part(name) {
    return this.root.querySelector(`[data-part="${name}"]`);
  }

  /** A brief from the server; what this panel said itself comes back too, and is no news. */
  take() {
    const { facets, original = "", text, told = "", waiting } = this.props.value ?? {};
    if (waiting || facets) this.tellHow(waiting ?? told);
    this.root.classList.toggle("em-waiting", Boolean(waiting));
    if (!facets || text === this.own) return;
    this.facets = facets.map((facet) => ({ ...facet, chips: [...facet.chips], offers: [...facet.offers] }));
    this.original = original;
    this.own = "";
    this.root.hidden = false;
    this.part("undo").disabled = true;
    this.draw();
  }

  /** How it was made, or what it waits for. */
  tellHow(words) {
    const line = this.part("told");
    line.textContent = words;
    line.hidden = !words;
    this.root.hidden = false;
  }

  text() {
    return this.facets.flatMap(({ chips }) => chips.map((chip) => chip.trim()).filter(Boolean)).join(", ");
  }

  say(text) {
    this.own = text;
    this.props.value = { ...this.props.value, text };
    this.part("undo").disabled = text === this.original;
    this.tell();
  }

  draw() {
    this.part("facets").replaceChildren(...this.facets.map((facet) => this.row(facet)));
    this.tellText();
  }

  tellText() {
    this.root.querySelector(".em-brief-text").textContent = this.text() || "Nothing yet.";
  }

  row(facet) {
    const row = document.createElement("div");
    row.className = "em-brief-row";
    const label = document.createElement("span");
    label.className = "em-brief-label";
    label.textContent = facet.label;
    const chips = facet.chips.map((_, place) => this.chip(facet, place));
    const offers = facet.offers.map((words) => this.offer(facet, words));
    const add = this.button("+", `Add to ${facet.label}`, "em-chip em-offer", () => this.append(facet, ""));
    row.append(label, ...chips, ...offers, add);
    return row;
  }

  chip(facet, place) {
    const chip = document.createElement("span");
    chip.className = "em-chip";
    const input = document.createElement("input");
    input.value = facet.chips[place];
    input.setAttribute("aria-label", `${facet.label} ${place + 1}`);
    const fit = () => (input.style.width = `${Math.max(4, input.value.length + 1)}ch`);
    fit();
    input.addEventListener("input", () => {
      facet.chips[place] = input.value;
      fit();
      this.tellText();
    });
    const away = this.button("×", `Take away ${input.value || "this"}`, "", () => {
      facet.chips.splice(place, 1);
      this.draw();
    });
    chip.append(input, away);
    return chip;
  }

  offer(facet, words) {
    return this.button(`+ ${words}`, `Add ${words}`, "em-chip em-offer", () => {
      facet.offers = facet.offers.filter((other) => other !== words);
      this.append(facet, words);
    });
  }

  append(facet, words) {
    facet.chips.push(words);
    this.draw();
    const rows = this.part("facets").children;
    if (!words) [...rows[this.facets.indexOf(facet)].querySelectorAll("input")].at(-1).focus();
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

// The shares of a mix: one slider a style, and what share of the whole it comes to.

export const MOST_MIXED = 4;

export class Weights {
  constructor(element, change) {
    this.element = element;
    this.change = change;
    this.keys = null;
  }

  /** `mix`: [{key, weight}], empty for none; `name`: what a style is called. */
  show(mix, name) {
    this.element.hidden = mix.length === 0;
    const keys = JSON.stringify(mix.map(({ key }) => [key, name(key)]));
    if (keys !== this.keys) {
      this.keys = keys;
      this.element.replaceChildren(...mix.map(({ key }) => this.row(key, name(key))), hint(mix.length));
    }
    this.mix = mix.map((share) => ({ ...share }));
    for (const [index, input] of this.inputs().entries()) {
      if (input !== document.activeElement) input.value = String(mix[index].weight);
    }
    this.tell();
  }

  inputs() {
    return [...this.element.querySelectorAll("input")];
  }

  row(key, name) {
    const label = document.createElement("label");
    label.className = "em-weight";
    const title = document.createElement("span");
    title.textContent = name;
    const input = document.createElement("input");
    Object.assign(input, { type: "range", min: "0", max: "1", step: "0.05" });
    input.setAttribute("aria-label", `Weight of ${name}`);
    input.addEventListener("input", () => {
      this.mix = this.mix.map((share) => (share.key === key ? { key, weight: Number(input.value) } : share));
      this.tell();
    });
    input.addEventListener("change", () => this.change(this.mix));
    const share = document.createElement("output");
    label.append(title, input, share);
    return label;
  }

  tell() {
    const sum = this.mix.reduce((total, { weight }) => total + weight, 0);
    for (const [index, output] of [...this.element.querySelectorAll("output")].entries()) {
      const part = sum ? this.mix[index].weight / sum : 1 / this.mix.length;
      output.textContent = `${Math.round(100 * part)}%`;
      this.inputs()[index].setAttribute("aria-valuetext", output.textContent);
    }
  }
}

function hint(count) {
  const line = document.createElement("p");
  line.className = "em-help";
  line.textContent =
    count < 2
      ? `Choose up to ${MOST_MIXED} cards. “As written” makes a style weaker.`
      : "What each style's prompt means to the model is averaged by these shares.";
  return line;
}

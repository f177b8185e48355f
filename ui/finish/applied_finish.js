// What a style or a picture brings for the Finish panel: applied, said in one line, and taken back by Undo.
// What a style brought goes again with the style, unless the person has changed it since.

export class Brought {
  constructor(line, panel) {
    Object.assign(this, { line, panel, source: "", before: null, after: "", name: "", back: null });
    line.querySelector("button").addEventListener("click", () => this.#undo());
  }

  /** {source, again, name, fields, told, refused}: as `ui.finish.settings_in` says it; the panel's fields, and those in words. */
  take({ source, again = false, name, fields, told, refused }) {
    if (source === this.source && !again) return; // a weight was moved, or the style left meanwhile
    this.source = source;
    const now = this.panel.fields();
    const theirs = this.before && JSON.stringify(now) === this.after;
    const lost = refused.length ? ` Not used: ${refused.join(" ")}` : "";
    if (told) this.#put(fields, theirs ? this.before : now, now, name, `${name} brings a finish: ${told}.${lost}`);
    else if (theirs)
      this.#put(this.before, null, now, "", `The finish that came with ${this.name} is taken off again.${lost}`);
    else if (lost) this.#say(`${name} brings a finish.${lost}`, null);
    else this.before = null;
  }

  /** The person changed something: from here on it is theirs. */
  rest() {
    this.#say("", null);
  }

  #put(fields, before, now, name, told) {
    this.panel.put(fields);
    this.after = JSON.stringify(this.panel.fields());
    Object.assign(this, { before, name });
    this.#say(told, this.after === JSON.stringify(now) ? null : now);
  }

  #undo() {
    this.panel.put(this.back);
    this.before = null;
    this.#say("The finish is as it was before.", null);
  }

  #say(text, back) {
    this.back = back;
    this.line.hidden = !text;
    this.line.querySelector("span").textContent = text;
    const undo = this.line.querySelector("button");
    const had = document.activeElement === undo;
    undo.hidden = !back;
    if (had && !back) this.panel.root.querySelector("summary").focus();
  }
}

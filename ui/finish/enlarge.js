// @ts-check
// Upscaling takes a moment, so it is done once and told tile by tile, before the preview that shows it is asked for.

import { find } from "../gradio_kit/elements.js";

export class Enlarger {
  /** @param {import("./finish.js").FinishPanel} panel */
  constructor(panel) {
    this.panel = panel;
    this.bar = find(panel.root, ".em-upscaling", HTMLProgressElement);
    /** @type {Set<string>} the addresses of pictures that are there in that size */
    this.done = new Set();
    this.running = "";
    this.show = () => {};
  }

  /**
   * Calls `show` as soon as the picture is there in the size that `query` asks for.
   *
   * @param {URLSearchParams} query
   * @param {() => void} show
   */
  before(query, show) {
    const factor = query.get("upscale");
    const address = this.panel.address("upscale", new URLSearchParams(factor ? { upscale: factor } : {}));
    this.show = show;
    if (!factor || this.done.has(address)) return show();
    if (this.running !== address) this.#run(address);
  }

  /** @param {string} address */
  async #run(address) {
    this.running = address;
    this.bar.removeAttribute("value");
    this.bar.hidden = false;
    this.panel.say("Drawing it larger.", "busy");
    const refused = await this.#follow(address);
    if (this.running !== address) return; // another size was asked for in the meantime
    this.running = "";
    this.bar.hidden = true;
    if (refused) return this.panel.say(refused, "bad");
    this.done.add(address);
    this.panel.say("");
    this.show();
  }

  /**
   * Reads "done total" line by line. What went wrong, or "".
   *
   * @param {string} address
   * @returns {Promise<string>}
   */
  async #follow(address) {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok || !answer.body) return "The picture cannot be reached any more. Paint it again.";
    if (answer.headers.get("content-type")?.startsWith("application/json")) return (await answer.json()).message;
    const lines = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await lines.read(); !part.done; part = await lines.read()) {
      if (this.running !== address) return "";
      const [done, total] = (part.value.trim().split("\n").at(-1) ?? "").split(" ").map(Number);
      this.bar.max = total;
      this.bar.value = done;
    }
    return "";
  }
}

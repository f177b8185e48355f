// The picture as it would be. Only the newest wish is asked for: while one is on its way, later ones replace each other.

export class Preview {
  constructor(root, tell) {
    this.picture = root.querySelector(".em-finish-picture");
    this.shirts = [...root.querySelectorAll(".em-shirt image")];
    this.root = root;
    this.tell = tell;
    this.wanted = null;
    this.busy = false;
    this.url = "";
  }

  async ask(address) {
    this.wanted = address;
    if (this.busy) return;
    this.busy = true;
    this.root.classList.add("em-finishing");
    while (this.wanted) {
      const next = this.wanted;
      this.wanted = null;
      await this.#fetch(next);
    }
    this.busy = false;
    this.root.classList.remove("em-finishing");
  }

  async #fetch(address) {
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return this.tell({ refused: "The picture cannot be reached any more. Paint it again." });
    if (answer.headers.get("content-type").startsWith("application/json")) {
      return this.tell({ refused: (await answer.json()).message });
    }
    const shares = (answer.headers.get("x-lettering") || "").split(",").filter(Boolean).map(Number);
    await this.#show(URL.createObjectURL(await answer.blob()));
    this.root.dataset.shown = address;
    this.tell({ lettering: shares });
  }

  /** Decoded before it is drawn, so that nothing flickers. */
  async #show(url) {
    const fresh = new Image();
    fresh.src = url;
    await fresh.decode().catch(() => null);
    this.picture.src = url;
    this.picture.style.aspectRatio = `${fresh.naturalWidth} / ${fresh.naturalHeight}`;
    for (const shirt of this.shirts) shirt.setAttribute("href", url);
    const before = this.url;
    this.url = url;
    // What still shows it may be drawing.
    if (before) setTimeout(() => URL.revokeObjectURL(before), 1000);
  }
}

// The large canvas with its before/after wipe and the quiet noise behind an empty stage.

export class Easel {
  constructor(root) {
    this.root = root;
    this.frame = root.querySelector(".em-frame");
    this.canvas = root.querySelector(".em-canvas");
    this.before = root.querySelector(".em-before");
    this.wipe = root.querySelector(".em-wipe");
    this.noise = root.querySelector(".em-noise");
    this.picture = null;
    this.photo = null;
    new ResizeObserver(() => this.#redraw()).observe(this.frame);
    this.wipe.addEventListener("input", () => this.#placeWipe());
    breathe(this.noise, () => !this.picture && root.dataset.state !== "failed");
  }

  /** Draws a picture in the place of the one before it, at once, so nothing flickers. */
  draw(picture, description) {
    if (!picture) return;
    if (!this.picture || ratio(picture) !== ratio(this.picture)) {
      this.frame.style.setProperty("--em-ratio", String(ratio(picture)));
    }
    this.picture = picture;
    this.root.classList.add("em-painted");
    this.canvas.setAttribute("aria-label", description);
    paint(this.canvas, picture, this.frame);
  }

  clear() {
    this.picture = null;
    this.root.classList.remove("em-painted");
    this.canvas.getContext("2d").clearRect(0, 0, this.canvas.width, this.canvas.height);
    this.canvas.setAttribute("aria-label", "The picture, nothing painted yet");
  }

  compareWith(photo) {
    this.photo = photo;
    const on = Boolean(photo);
    this.before.hidden = this.wipe.hidden = !on;
    for (const corner of this.root.querySelectorAll(".em-corner")) corner.hidden = !on;
    if (on) {
      paint(this.before, photo, this.frame);
      this.#placeWipe();
    }
  }

  #placeWipe() {
    this.frame.style.setProperty("--em-wipe", `${this.wipe.value}%`);
    this.wipe.setAttribute("aria-valuetext", `${this.wipe.value} percent photo`);
  }

  #redraw() {
    if (this.picture) paint(this.canvas, this.picture, this.frame);
    if (this.photo) paint(this.before, this.photo, this.frame);
  }
}

const ratio = (picture) => picture.width / picture.height;

function paint(canvas, picture, frame) {
  const scale = Math.min(2, window.devicePixelRatio || 1);
  const width = Math.max(1, Math.round(frame.clientWidth * scale));
  const height = Math.max(1, Math.round(frame.clientHeight * scale));
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = canvas.getContext("2d");
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
}

/** Soft moving grain while there is no picture: the noise that every picture starts from. */
function breathe(canvas, wanted) {
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const context = canvas.getContext("2d");
  const grain = context.createImageData(canvas.width, canvas.height);
  let last = -1e9;
  const tick = (now) => {
    if (wanted() && now - last > (still.matches ? 1e12 : 140)) {
      last = now;
      for (let at = 0; at < grain.data.length; at += 4) {
        const value = 128 + 90 * (Math.random() + Math.random() + Math.random() - 1.5);
        grain.data[at] = value + 14;
        grain.data[at + 1] = value - 6;
        grain.data[at + 2] = value + 4;
        grain.data[at + 3] = 255;
      }
      context.putImageData(grain, 0, 0);
    }
    setTimeout(() => requestAnimationFrame(tick), 120);
  };
  requestAnimationFrame(tick);
}
